using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Features;

/// <summary>The pixels that a feature network expects: a size, an order of channels, and a range.</summary>
/// <remarks>
/// A picture of any size is stretched to the network's by bilinear interpolation between pixel centres, without smoothing before
/// it is made smaller: what the usual PyTorch code of FID does (<c>interpolate(mode="bilinear", align_corners=False)</c>). Immutable;
/// safe to share between threads.
/// </remarks>
/// <param name="Side">Width and height in pixels.</param>
/// <param name="Scale">Factor of a byte, 0 to 255.</param>
/// <param name="Shift">Added after it.</param>
internal sealed record FeatureInput(int Side, float Scale, float Shift)
{
    /// <summary>The ranges by the name that users give them.</summary>
    public static readonly IReadOnlyDictionary<string, (float Scale, float Shift)> Ranges = new Dictionary<string, (float, float)>
    {
        ["-1..1"] = (1 / 127.5f, -1),
        ["0..1"] = (1 / 255f, 0),
        ["0..255"] = (1, 0),
    };

    /// <summary>Gets whether the channels come as blue, green, red. Default: red, green, blue.</summary>
    public bool IsBgr { get; init; }

    /// <summary>Gets the picture that is subtracted last, in the network's order of channels; empty for none.</summary>
    public float[] Mean { get; init; } = [];

    /// <summary>Gets the number of floats of one picture.</summary>
    public int Length => RgbImage.Channels * Side * Side;

    /// <summary>Writes a picture as the network expects it: channel by channel.</summary>
    /// <param name="image">A picture of any size.</param>
    /// <param name="tensor">Receives <see cref="Length"/> floats.</param>
    public void Write(RgbImage image, Span<float> tensor)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.Length, Length, nameof(tensor));
        var columns = Points(image.Width);
        var rows = Points(image.Height);
        var plane = Side * Side;
        for (var y = 0; y < Side; y++)
        {
            var (upper, lower, down) = rows[y];
            ReadOnlySpan<byte> first = image.Row(upper), second = image.Row(lower);
            for (var x = 0; x < Side; x++)
            {
                var (left, right, along) = columns[x];
                for (var channel = 0; channel < RgbImage.Channels; channel++)
                {
                    var (a, b) = ((left * RgbImage.Channels) + channel, (right * RgbImage.Channels) + channel);
                    var top = first[a] + ((first[b] - first[a]) * along);
                    var bottom = second[a] + ((second[b] - second[a]) * along);
                    var at = ((IsBgr ? RgbImage.Channels - 1 - channel : channel) * plane) + (y * Side) + x;
                    tensor[at] = ((top + ((bottom - top) * down)) * Scale) + Shift;
                }
            }
        }

        for (var i = 0; i < Mean.Length; i++)
        {
            tensor[i] -= Mean[i];
        }
    }

    private (int Low, int High, float Share)[] Points(int length)
    {
        var points = new (int, int, float)[Side];
        for (var i = 0; i < Side; i++)
        {
            var place = Math.Max(((i + 0.5f) * length / Side) - 0.5f, 0);
            var low = Math.Min((int)place, length - 1);
            points[i] = (low, Math.Min(low + 1, length - 1), place - low);
        }

        return points;
    }
}
