using System.Collections.Frozen;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Separates "what changes" from "what it becomes".</summary>
internal static class BecomeSplit
{
    private static readonly FrozenSet<string> Into = Set("into", "to", "as");
    private static readonly FrozenSet<string> With = Set("with", "by", "for");
    private static readonly FrozenSet<string> Modals = Set("should", "must", "shall", "needs", "need", "could", "may");
    private static readonly FrozenSet<string> Copulas = Set("be", "look", "looks", "become", "becomes", "appear", "like", "is", "are");
    private static readonly FrozenSet<string> Fillers = Set("be", "look", "looks", "become", "appear", "like", "as", "being", "to", "more", "is", "are", "if");
    private static readonly FrozenSet<string> Changing = Set("changes", "changed", "turns", "turned", "becomes", "transforms", "transformed", "replaced", "is", "are", "be");
    private static readonly FrozenSet<string> From = Set("from");
    private static readonly FrozenSet<string> OneArticle = Set("a", "an", "some", "another");

    /// <summary>Reads one part as subject and result; returns null if it contains only one of them.</summary>
    /// <param name="part">The part.</param>
    /// <param name="verb">The clause's verb.</param>
    /// <param name="caption">The caption, which determines which words name something.</param>
    /// <param name="isFirst">Whether the part follows the verb; a later one may also continue a result ("pen and ink").</param>
    public static Change.Become? TryRead(Phrase part, Verb verb, ICaption caption, bool isFirst)
    {
        if (Into.Contains(part.Words[0]) && part.Words.Length > 1)
        {
            return new Change.Become(new Phrase(), part[1..], Link: ResultLink.To);
        }

        var link = FirstOf(part, LinksOf(verb));
        // "the man | bite into the pizza"
        var named = verb == Verb.Become ? caption.MentionLength(part) : 0;
        link = named > 0 && named < link && Actions.IsVerb(part.Words[named]) && !Actions.IsParticiple(part.Words[named]) && part.Words[named] is not ("turn" or "change") ? -1 : link;
        if (link >= 0 && link < part.Words.Length - 1)
        {
            var (said, from) = CutFrom(WithoutChanging(part[..link]));
            var (subject, aspect) = AspectReader.Read(said);
            var (result, isColor) = AspectReader.ReadColor(WithoutFillers(part[(link + 1)..]));
            return Instead(new Change.Become(subject, result, from, Kind(part.Words[link], verb, result)) { Aspect = isColor ? Aspect.Color : aspect });
        }

        var (bare, aspectNamed) = AspectReader.Read(part);
        // "in the style of van Gogh" is entirely a result.
        (part, aspectNamed) = aspectNamed == Aspect.Style ? (part, Aspect.None) : (bare, aspectNamed);
        var split = SplitWithoutLink(part, caption, isFirst);
        return split > 0 && split < part.Words.Length
            ? Instead(Colored(new Change.Become(part[..split], WithoutFillers(part[split..])) { Aspect = aspectNamed }))
            : null;
    }

    /// <summary>Returns whether a part is a separate sentence: "the sky should be blue".</summary>
    public static bool IsSentence(Phrase part) => part.IndexOfAny(Modals, 1) > 0;

    private static FrozenSet<string>[] LinksOf(Verb verb) => verb switch
    {
        Verb.Replace => [With, Into],
        Verb.Change => [Into, With],
        Verb.None => [Modals, Into, Copulas],
        _ => [Into, Copulas],
    };

    private static ResultLink Kind(string link, Verb verb, Phrase result) =>
        verb == Verb.Replace || With.Contains(link) ? ResultLink.With
        : link.Equals("into", StringComparison.OrdinalIgnoreCase) ? ResultLink.Into
        : Into.Contains(link) && (verb is Verb.Change or Verb.None || (verb is Verb.Become && link is "to" && Actions.Doing(result) is null)) ? ResultLink.To
        : ResultLink.None;

    private static int FirstOf(Phrase part, FrozenSet<string>[] links) =>
        links.Select(set => part.IndexOfAny(set, part.StartsWith("from") ? 2 : 1)).FirstOrDefault(index => index > 0 && !IsGaze(part[index..]), -1);

    // "look at the camera", "look down": here "look" is an action; in "look happy" it means "be".
    private static bool IsGaze(Phrase words) =>
        words.Words is ["look" or "looks", var next, ..] && next is not ("like" or "as") && (WordClass.Prepositions.Contains(next) || WordClass.Directions.Contains(next));

    private static int SplitWithoutLink(Phrase part, ICaption caption, bool isFirst)
    {
        // "this image", but "this blue"
        if ((WordClass.Demonstratives.Contains(part.Words[0]) || part.Words[0] is "the") && part.Words.Length > 2 && WordClass.Pictures.Contains(part.Words[1])
            && part.Words[2] is not "of")
        {
            return 2;
        }

        var mention = caption.MentionLength(part);
        if (WordClass.Pronouns.Contains(part.Words[0]) && !(mention > 1 && WordClass.Demonstratives.Contains(part.Words[0])))
        {
            return 1;
        }

        // "make her smile", but "make her hair red"
        if (part.Words is [var her, var verb, ..] && WordClass.Possessives.Contains(her) && mention == 0 && (Actions.IsVerb(verb) || (WordLexicon.IsVerb(verb) && part.Words.Length > 2 && (WordClass.Prepositions.Contains(part.Words[2]) || WordClass.Determiners.Contains(part.Words[2])))))
        {
            return 1;
        }

        if (mention > 0)
        {
            // "the branches of the tree | bare"
            var owner = mention + 1 < part.Words.Length && part.Words[mention] is "of" ? caption.MentionLength(part[(mention + 1)..]) : 0;
            return owner > 0 ? mention + 1 + owner : mention;
        }

        if (VerbAt(part) is > 0 and var doing)
        {
            return doing;
        }

        var article = part.IndexOfAny(OneArticle, 1);
        // "make the frame rusty": the caption does not help, and the last word is most likely the result.
        var canGuess = !WordClass.Prepositions.Contains(part.Words[0]) && part.Bare.Words.Length > 1 && !part.IsIndefinite && (isFirst || WordClass.Determiners.Contains(part.Words[0]));
        return article > 0 ? article : canGuess ? part.Words.Length - 1 : 0;
    }

    // "the lady smile at the camera": the result starts at the verb, whatever the caption calls her.
    private static int VerbAt(Phrase part)
    {
        for (var at = 2; at < part.Words.Length && !Article.Is(part.Words[at]); at++)
        {
            if (WordClass.Prepositions.Contains(part.Words[at - 1]))
            {
                return 0;
            }

            if (!Possessive.Is(part.Words[at - 1]) && Actions.IsVerb(part.Words[at]))
            {
                return at;
            }
        }

        return 0;
    }

    private static Change.Become Colored(Change.Become change)
    {
        var (result, isColor) = AspectReader.ReadColor(change.Result);
        return isColor ? change with { Result = result, Aspect = Aspect.Color } : change;
    }

    // "point at the camera instead of waving" names the old action.
    private static Change.Become Instead(Change.Become change)
    {
        var at = change.Result.Words.IndexOf("instead");
        return at > 0 && at + 2 < change.Result.Words.Length && change.Result.Words[at + 1] is "of"
            ? change with { Result = change.Result[..at], From = change.Result[(at + 2)..] }
            : change;
    }

    // "the colour changes | to red", "the sky is turned | into night"
    private static Phrase WithoutChanging(Phrase subject)
    {
        while (subject.Words is [_, .., var last] && Changing.Contains(last))
        {
            subject = subject[..^1];
        }

        return subject;
    }

    private static (Phrase Subject, Phrase? From) CutFrom(Phrase subject)
    {
        var from = subject.IndexOfAny(From);
        return from < 0 ? (subject, null) : (subject[..from], subject[(from + 1)..]);
    }

    private static Phrase WithoutFillers(Phrase result)
    {
        while (result.Words is [var first, _, ..] && Fillers.Contains(first) && !IsGaze(result))
        {
            // "look like it is made of wool"
            result = result.Words is ["like" or "if", "it", _, _, ..] ? result[2..] : result[1..];
        }

        return result;
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
