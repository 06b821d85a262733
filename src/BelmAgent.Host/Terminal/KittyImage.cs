using System.Globalization;
using System.Text;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Host.Terminal;

/// <summary>A picture in kitty's graphics protocol: a PNG in base64, in chunks, shown in a box of cells.</summary>
internal static class KittyImage
{
    private const int ChunkLength = 4096;

    /// <summary>Returns the picture for a box.</summary>
    public static string Encode(RgbImage image, CellBox box)
    {
        var payload = Convert.ToBase64String(ImageCodec.EncodePng(PayloadSize.Shrink(image, box)));
        var text = new StringBuilder();
        for (var at = 0; at < payload.Length; at += ChunkLength)
        {
            var chunk = payload.AsSpan(at, Math.Min(ChunkLength, payload.Length - at));
            // q=2: the terminal sends no response, which would be read as typing.
            var first = at == 0 ? string.Create(CultureInfo.InvariantCulture, $"a=T,f=100,q=2,c={box.Columns},r={box.Rows},") : "q=2,";
            text.Append("\e_G").Append(first).Append(at + ChunkLength < payload.Length ? "m=1;" : "m=0;").Append(chunk).Append("\e\\");
        }

        return text.ToString();
    }
}

/// <summary>A picture as an inline image of iTerm2 (OSC 1337): a PNG in base64, shown in a box of cells.</summary>
internal static class ITerm2Image
{
    /// <summary>Returns the picture for a box.</summary>
    public static string Encode(RgbImage image, CellBox box)
    {
        var png = ImageCodec.EncodePng(PayloadSize.Shrink(image, box));
        return FormattableString.Invariant(
            $"\e]1337;File=inline=1;size={png.Length};width={box.Columns};height={box.Rows};preserveAspectRatio=1:{Convert.ToBase64String(png)}\a");
    }
}

/// <summary>Limits the number of pixels sent to a terminal that scales by itself.</summary>
internal static class PayloadSize
{
    // A cell of a high-density screen; more would only take longer, especially over a network.
    private const int PixelsPerCell = 20;

    /// <summary>Returns the picture, reduced if the cells cannot show all of it.</summary>
    public static RgbImage Shrink(RgbImage image, CellBox box)
    {
        var width = box.Columns * PixelsPerCell;
        return image.Width <= width
            ? image
            : ImageResize.Resample(image, width, Math.Max((int)Math.Round(image.Height * (double)width / image.Width), 1));
    }
}
