namespace BelmAgent.Evaluation.Plans;

/// <summary>Finds the words of a caption that a plan lost without being asked to.</summary>
/// <remarks>
/// A content word of the caption that is missing in the target is accounted for if: the request names it, possibly by another name
/// ("the bike", "the vehicle" for a bicycle); the target has a word that excludes it (another colour with its shade, "short" for
/// "long", "sitting" for "standing"); it belongs to something named that was removed too, by being in the same noun phrase, being the
/// verb between it and the next thing, or depending on it by a preposition; it described an action on a thing that the request names,
/// and the action is different now ("holding a nut", "eating a nut"); it described the background, which the request names; it is a
/// part of a body, and another takes its place ("lying on its back", "on its side"); it is a direction of gaze of someone who looks
/// elsewhere now, or sleeps; it is the old place, and the request mentions the background, weather, or a new place; or it is the old
/// word for the whole picture ("a photo of") and the target has another one. Any other word is lost. The built-in planner asks instead
/// of giving a plan that loses a word, by the same rule.
/// </remarks>
public static class LostWords
{
    /// <summary>Returns the content words that are lost without a reason.</summary>
    /// <param name="caption">The caption of the picture.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">The plan's target prompt.</param>
    public static IReadOnlyList<string> Find(string caption, string request, string target) => Planning.Soundness.LostWords.Find(caption, request, target);
}
