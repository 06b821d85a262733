using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Things that a caption counts.</summary>
internal static class Groups
{
    private static readonly FrozenSet<string> Measures = WordLexicon.Set("measure");

    /// <summary>Returns the number of things that a noun phrase names; null if it does not say.</summary>
    public static int? NumberOf(ImmutableArray<string> words, NounSpan span) =>
        IsCollective(words[span.End - 1]) ? null : Numbers.Read(words[span.Start]) ?? (WordLexicon.IsPlural(words[span.End - 1]) ? null : 1);

    /// <summary>Returns whether a noun names several living things: "couple".</summary>
    public static bool IsCollective(string noun) => noun is "couple" or "group" or "crowd" or "family" or "team" or "trio" or "duo" or "band" or "quartet" or "people";

    /// <summary>Returns the caption with another number of things.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The noun phrase.</param>
    /// <param name="number">The number, at least 1.</param>
    public static CaptionText WithNumber(CaptionText caption, NounSpan span, int number)
    {
        var words = caption.Words;
        var isOwned = span.Start > 0 && (WordClass.Possessives.Contains(words[span.Start - 1]) || words[span.Start - 1] is "the" or "The");
        if (number == 1 && span.Start > 1 && words[span.Start - 1] is "of" && Measures.Contains(words[span.Start - 2]))
        {
            var measure = span.Start - 2;
            while (measure > 0 && !WordClass.Determiners.Contains(words[measure]) && !WordClass.EndsNounPhrase(words[measure - 1]))
            {
                measure--;
            }

            return WithNumber(caption.Replace(measure, span.Start, []), new NounSpan(measure, measure, span.End - (span.Start - measure)), 1);
        }

        var modifiers = words[(IsCounted(words, span) ? span.Start + 1 : span.Start)..(span.End - 1)];
        var head = number == 1 ? Numbers.Singular(words[span.End - 1]) : Numbers.Plural(words[span.End - 1]);
        string[] first = number > 1 ? [Numbers.Name(number)] : isOwned ? [] : [Article.For(modifiers.IsEmpty ? head : modifiers[0])];
        var after = caption.Replace(span.Start, span.End, [.. first, .. modifiers, head]);
        return Agreeing(after, span.Start + first.Length + modifiers.Length + 1, number);
    }

    /// <summary>Returns one of the things, as a noun phrase without a determiner.</summary>
    public static CaptionText One(CaptionText caption, NounSpan span)
    {
        var words = caption.Words;
        string[] modifiers = [.. words[(IsCounted(words, span) ? span.Start + 1 : span.Start)..(span.End - 1)]];
        return CaptionText.Parse(string.Join(' ', [.. modifiers, Numbers.Singular(words[span.End - 1])]));
    }

    private static bool IsCounted(ImmutableArray<string> words, NounSpan span) => WordClass.Determiners.Contains(words[span.Start]) || Numbers.Read(words[span.Start]) is not null;

    // "a dog is", "two dogs are"; and one person wears one shirt.
    private static CaptionText Agreeing(CaptionText caption, int at, int number)
    {
        var words = caption.Words;
        if (at < words.Length && words[at] is "is" or "are")
        {
            return caption.Replace(at, at + 1, number == 1 ? "is" : "are");
        }

        if (at < words.Length && words[at] is "in" or "wearing" or "with" && NounFinder.At(words, at + 1) is { } worn && Nouns.IsGarment(words[worn.End - 1]) && !WordClass.Determiners.Contains(words[worn.Start]) && number == 1
            && WordLexicon.IsPlural(words[worn.End - 1]) && !Nouns.IsPair(words[worn.End - 1]))
        {
            return caption.Replace(worn.Start, worn.End, [Article.For(words[worn.Start]), .. words[worn.Start..(worn.End - 1)], Numbers.Singular(words[worn.End - 1])]);
        }

        return number > 1 && at < words.Length && words[at] is "in" or "wearing" && NounFinder.At(words, at + 1) is { } one && Article.Is(words[one.Start]) && Nouns.IsGarment(words[one.End - 1])
            ? caption.Replace(one.Start, one.End, [.. words[(one.Start + 1)..(one.End - 1)], Numbers.Plural(words[one.End - 1])])
            : caption;
    }
}
