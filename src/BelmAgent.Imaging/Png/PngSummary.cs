namespace BelmAgent.Imaging.Png;

/// <summary>What a PNG says of itself before its pixels: its size and its text.</summary>
/// <param name="Width">Width in pixels, at least 1.</param>
/// <param name="Height">Height in pixels, at least 1.</param>
/// <param name="Text">Text by keyword; of a repeated keyword, the first.</param>
public sealed record PngSummary(int Width, int Height, IReadOnlyDictionary<string, string> Text);
