using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Finds out which words of a request name something in the caption.</summary>
internal static class Mentions
{
    /// <summary>Returns how many of the leading words name something; "one of the dogs", "his horse" and pronouns do too.</summary>
    public static int Length(ICaption caption, Phrase phrase)
    {
        var skip = phrase.Words is ["one" or "all" or "both" or "each" or "some" or "two", "of", _, ..] ? 2 : 0;
        var owner = skip == 0 && phrase.Words is [var her, _, ..] && (WordClass.Possessives.Contains(her) || Possessive.Is(her)) ? 1 : 0;
        var rest = phrase[(skip + owner)..];
        return caption.MentionLength(rest) is > 0 and var length ? length + skip + owner
            : rest.Words is [var only, ..] && (WordClass.Pronouns.Contains(only) || (skip > 0 && only is "them" or "these" or "those")) ? skip + owner + 1
            : 0;
    }

    /// <summary>Returns the length of the subject that a sentence starts with; what a participle or a clause says about it is no part of it.</summary>
    public static int Subject(ICaption caption, Phrase words) =>
        words.IsEmpty ? 0 : Length(caption, words[..(1 + words.Words.Skip(1).TakeWhile(word => !Actions.IsParticiple(word)).Count())]);
}
