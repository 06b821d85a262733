namespace BelmAgent.Imaging.Codecs;

/// <summary>The four-byte pixels that codec libraries speak.</summary>
internal static class RgbaPixels
{
    public const int Channels = 4;

    /// <summary>Composes one unpremultiplied RGBA pixel on white; an opaque pixel is unchanged.</summary>
    public static void ComposeOnWhite(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        int alpha = rgba[3];
        var ground = (255 * (255 - alpha)) + 127;
        rgb[0] = (byte)(((rgba[0] * alpha) + ground) / 255);
        rgb[1] = (byte)(((rgba[1] * alpha) + ground) / 255);
        rgb[2] = (byte)(((rgba[2] * alpha) + ground) / 255);
    }

    /// <summary>Returns a picture as opaque RGBA.</summary>
    public static byte[] FromRgb(RgbImage image)
    {
        var rgb = image.Pixels;
        var rgba = new byte[checked(image.Width * image.Height * Channels)];
        for (int s = 0, d = 0; s < rgb.Length; s += RgbImage.Channels, d += Channels)
        {
            (rgba[d], rgba[d + 1], rgba[d + 2], rgba[d + 3]) = (rgb[s], rgb[s + 1], rgb[s + 2], byte.MaxValue);
        }

        return rgba;
    }
}
