namespace BelmAgent.Imaging;

/// <summary>One sRGB colour, eight bits a channel.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct RgbColor(byte R, byte G, byte B)
{
    /// <summary>Gets the white, the ground under transparent pictures.</summary>
    public static RgbColor White => new(255, 255, 255);

    /// <summary>Black.</summary>
    public static RgbColor Black => default;

    /// <summary>Gets the middle grey: 128 in each channel, about 0 in a tensor.</summary>
    public static RgbColor Grey => new(128, 128, 128);
}
