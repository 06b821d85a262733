namespace BelmAgent.Plugins.Checks;

/// <summary>A language model's comparison of two pictures.</summary>
/// <param name="Shows">Whether the second shows what was requested; null if it cannot tell.</param>
/// <param name="Kept">Whether everything else is unchanged.</param>
/// <param name="Seen">What the second shows, in words; null if not given.</param>
internal sealed record VisionAnswer(bool? Shows, bool Kept, string? Seen);
