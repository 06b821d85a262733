using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Selects those of several things that an answer means: "the red one", "the second", "both".</summary>
internal static class Reference
{
    /// <summary>Returns the selected things; empty if the words match none.</summary>
    /// <param name="caption">The caption that contains the things.</param>
    /// <param name="candidates">The things, in the caption's order.</param>
    /// <param name="words">The description.</param>
    public static IReadOnlyList<Phrase> Pick(ICaption caption, IReadOnlyList<Phrase> candidates, Phrase words)
    {
        if (words.Words.Any(word => word is "both" or "all" or "every" or "each"))
        {
            return candidates;
        }

        var order = words.Words.Select(Ordinal.Read).FirstOrDefault(place => place is not null);
        return order is { } place
            ? Ordinal.Pick(candidates, place)
            : words.IsEmpty ? [] : [.. candidates.Where(candidate => caption.Fits(candidate, words))];
    }

    /// <summary>Returns the things that a change was about.</summary>
    public static IReadOnlyList<Phrase> Used(Change change, ICaption caption) => ChangeSubject.From(change) is { } subject ? caption.Referents(subject) : [];

    /// <summary>Returns the things of the same kind, including the given ones.</summary>
    public static IReadOnlyList<Phrase> Alike(IReadOnlyList<Phrase> things, ICaption caption) =>
        [.. things.SelectMany(caption.Alike).DistinctBy(name => name.ToString())];

    /// <summary>Returns the things of the same kind, without the given ones.</summary>
    public static IReadOnlyList<Phrase> Others(IReadOnlyList<Phrase> things, ICaption caption) =>
        [.. Alike(things, caption).ExceptBy(things.Select(name => name.ToString()), name => name.ToString())];

    /// <summary>Returns whether words mean "the other one".</summary>
    public static bool IsOther(Phrase words) => words.IsEmpty || words.Words.Contains("other", StringComparer.OrdinalIgnoreCase);
}
