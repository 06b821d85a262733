using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Terminal.Graphics;

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
