namespace BelmAgent.Imaging;

/// <summary>An 8-bit RGB picture.</summary>
public sealed class RgbImage;
