using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Sentences about the picture as it should be: "the man is wearing jeans", "what if she had short hair", "can it be autumn".</summary>
internal static class Statements
{
    /// <summary>Reads "can | the car be a motorbike" as "the car should be a motorbike".</summary>
    public static string? FromQuestion(string rest, ICaption caption)
    {
        var words = Phrase.Parse(rest);
        var subject = SubjectLength(words, caption);
        return subject > 0 && subject < words.Words.Length && IsBare(words.Words[subject]) ? $"{words[..subject]} should {words[subject..]}" : null;
    }

    /// <summary>Reads "what if | the house was made of bricks" as "the house should be made of bricks".</summary>
    public static string? FromSupposition(string rest, ICaption caption)
    {
        var words = Phrase.Parse(rest);
        if (words.IsEmpty)
        {
            return null;
        }

        if (words.Words is ["there", "is" or "are" or "was" or "were" or "should", _, ..])
        {
            return $"i want {words[(words.Words[1] is "should" ? 3 : 2)..]}";
        }

        // "what if we made it night", "what if you put a hat on her"
        if (WordLexicon.BaseOf(words.Words[0]) is { } command && VerbTable.Read(new([command, .. words.Words[1..]])).Length > 0)
        {
            return $"{command} {words[1..]}";
        }

        return VerbTable.Read(words).Length > 0 ? rest : FromSentence(rest, caption) ?? $"i want {rest}";
    }

    /// <summary>Reads "she wore a hat", "the fields were replaced with a city", "they play chess" as what should be; null if it is no statement.</summary>
    public static string? FromSentence(string sentence, ICaption caption)
    {
        var words = Phrase.Parse(sentence);
        var subject = SubjectLength(words, caption);
        if (subject == 0 || subject >= words.Words.Length || VerbTable.Read(words).Length > 0)
        {
            return null;
        }

        var (verb, rest) = (words.Words[subject].ToLowerInvariant(), words[(subject + 1)..]);
        var name = words[..subject].ToString();
        return (verb, rest.Words) switch
        {
            ("is" or "are" or "was" or "were", ["replaced", "with" or "by", ..]) => $"replace {name} with {rest[2..]}",
            ("is" or "are" or "was" or "were", ["gone" or "removed" or "out", ..]) => $"remove {name}",
            ("is" or "are" or "was" or "were", ["not", _, ..]) => null,
            ("is" or "are" or "was" or "were", [_, ..]) => $"{name} should be {rest}",
            ("has" or "had" or "have", [_, ..]) => $"{name} should have {rest}",
            ("can" or "could" or "may" or "might" or "would" or "will" or "must" or "shall", [_, ..]) => $"{name} should {rest}",
            ("turned" or "turns" or "became" or "becomes", ["into" or "to", ..]) => $"turn {name} into {rest[1..]}",
            ("just" or "simply", [_, ..]) => $"{name} {rest}",
            _ when IsFinite(verb, words[..subject]) => $"{name} should {WordLexicon.BaseOf(verb) ?? Actions.BaseOf(verb)}{(rest.IsEmpty ? "" : $" {rest}")}",
            _ => null,
        };
    }

    // "rides" after one, "ride" after several, "rode" after any; not the plural of a noun.
    private static bool IsFinite(string verb, Phrase subject)
    {
        var isPronoun = subject.Words is [var only] && WordClass.Pronouns.Contains(only);
        return (WordLexicon.BaseOf(verb) is { } past && Actions.IsVerb(past)) || (Actions.IsVerb(verb) && !Actions.IsParticiple(verb) && (isPronoun || verb.EndsWith('s')) && !Scales.Has(verb));
    }

    private static bool IsBare(string verb) => verb is "be" or "have" or "look" || Actions.IsVerb(verb);

    private static int SubjectLength(Phrase words, ICaption caption) => words.IsEmpty ? 0 : Mentions.Length(caption, words[..(1 + words.Words.Skip(1).TakeWhile(word => !Actions.IsParticiple(word)).Count())]);
}
