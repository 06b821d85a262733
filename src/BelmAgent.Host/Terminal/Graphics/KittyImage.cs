using System.Globalization;
using System.Text;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Terminal.Graphics;

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
