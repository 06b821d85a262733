namespace BelmAgent.Plugins.Checks;

/// <summary>What a language model saw in two pictures.</summary>
/// <param name="Shows">Whether the second shows what was asked; null when it cannot tell.</param>
/// <param name="Kept">Whether everything else stayed.</param>
/// <param name="Seen">What the second shows, in words; null when it did not say.</param>
internal sealed record VisionAnswer(bool? Shows, bool Kept, string? Seen);
