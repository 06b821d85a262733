namespace BelmAgent.Imaging;

/// <summary>An sRGB colour with eight bits per channel.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct RgbColor(byte R, byte G, byte B)
{
    /// <summary>Gets white, the background of transparent pictures.</summary>
    public static RgbColor White => new(255, 255, 255);

    /// <summary>Gets black.</summary>
    public static RgbColor Black => default;

    /// <summary>Gets middle grey: 128 in each channel, about 0 in a tensor.</summary>
    public static RgbColor Grey => new(128, 128, 128);
}
