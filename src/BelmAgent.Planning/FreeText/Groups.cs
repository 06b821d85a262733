using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;

namespace BelmAgent.Planning.FreeText;

/// <summary>Things that a caption counts.</summary>
internal static class Groups
{
    /// <summary>Returns the number of things that a noun phrase names; null if it does not say.</summary>
    public static int? NumberOf(ImmutableArray<string> words, NounSpan span) =>
        IsCollective(words[span.End - 1]) ? null : Numbers.Read(words[span.Start]) ?? (WordLexicon.IsPlural(words[span.End - 1]) ? null : 1);

    /// <summary>Returns whether a noun names several living things: "couple".</summary>
    public static bool IsCollective(string noun) => noun is "couple" or "group" or "crowd" or "family" or "team" or "trio" or "duo" or "band" or "quartet" or "people";
}
