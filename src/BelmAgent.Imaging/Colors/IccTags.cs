using System.Buffers.Binary;
using System.Text;

namespace BelmAgent.Imaging.Colors;

/// <summary>The tags of an ICC profile that define its colours (ICC.1, 7.3 and 10).</summary>
internal sealed class IccTags
{
    private const int HeaderLength = 128;

    // A display profile has about fifteen; the largest in use have about thirty.
    private const int MaxTags = 100;
    private const double Fixed16 = 65_536;

    private readonly Dictionary<uint, ReadOnlyMemory<byte>> _tags = [];

    /// <summary>Gets the colour space of the values, such as "RGB ".</summary>
    public required string Space { get; init; }

    /// <summary>Reads the table; returns null if the bytes are not a profile that describes pictures through XYZ or Lab.</summary>
    /// <param name="profile">The profile. It is not copied: many tags may share the same bytes.</param>
    public static IccTags? Read(ReadOnlyMemory<byte> profile)
    {
        var icc = profile.Span;
        if (icc.Length < HeaderLength + 4 || !icc[36..].StartsWith("acsp"u8) || BinaryPrimitives.ReadUInt32BigEndian(icc) > icc.Length)
        {
            return null;
        }

        var tags = new IccTags { Space = Encoding.Latin1.GetString(icc.Slice(16, 4)) };
        var count = BinaryPrimitives.ReadUInt32BigEndian(icc[HeaderLength..]);
        var table = icc[(HeaderLength + 4)..];
        for (var i = 0; i < Math.Min(count, MaxTags) && table.Length >= 12; i++, table = table[12..])
        {
            var (offset, length) = (BinaryPrimitives.ReadUInt32BigEndian(table[4..]), BinaryPrimitives.ReadUInt32BigEndian(table[8..]));
            if (offset <= icc.Length && length <= icc.Length - offset && length >= 8)
            {
                tags._tags.TryAdd(BinaryPrimitives.ReadUInt32BigEndian(table), profile.Slice((int)offset, (int)length));
            }
        }

        return tags;
    }

    /// <summary>Returns a tag of type XYZ; null if there is none.</summary>
    public (double X, double Y, double Z)? Xyz(ReadOnlySpan<byte> name) =>
        Find(name) is { Length: >= 20 } data && data.Span.StartsWith("XYZ "u8) ? (Number(data, 8), Number(data, 12), Number(data, 16)) : null;

    /// <summary>Returns a curve from a stored value to light, both 0 to 1; null if there is none.</summary>
    public Func<double, double>? Curve(ReadOnlySpan<byte> name) => Find(name) switch
    {
        { Length: >= 12 } data when data.Span.StartsWith("curv"u8) => Sampled(data),
        { Length: >= 16 } data when data.Span.StartsWith("para"u8) => Parametric(data),
        _ => null,
    };

    private static Func<double, double>? Sampled(ReadOnlyMemory<byte> data)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(data.Span[8..]);
        if (count > (data.Length - 12) / 2)
        {
            return null;
        }

        return count switch
        {
            0 => ToneCurve.Power(1),
            1 => ToneCurve.Power(BinaryPrimitives.ReadUInt16BigEndian(data.Span[12..]) / 256.0),
            _ => x =>
            {
                var at = x * (count - 1);
                var below = (int)Math.Min(at, count - 2);
                return double.Lerp(Point(below), Point(below + 1), at - below);
            },
        };

        double Point(int i) => BinaryPrimitives.ReadUInt16BigEndian(data.Span[(12 + (2 * i))..]) / 65_535.0;
    }

    /// <summary>Returns one of the five functions of table 68: γ, then a and b, c, d, and finally e and f.</summary>
    private static Func<double, double>? Parametric(ReadOnlyMemory<byte> data)
    {
        var kind = BinaryPrimitives.ReadUInt16BigEndian(data.Span[8..]);
        ReadOnlySpan<int> counts = [1, 3, 4, 5, 7];
        if (kind >= counts.Length || data.Length < 12 + (4 * counts[kind]))
        {
            return null;
        }

        double P(int i) => Number(data, 12 + (4 * i));
        return kind switch
        {
            0 => x => Math.Pow(x, P(0)),
            1 => x => x >= -P(2) / P(1) ? Power(x) : 0,
            2 => x => x >= -P(2) / P(1) ? Power(x) + P(3) : P(3),
            3 => x => x >= P(4) ? Power(x) : P(3) * x,
            _ => x => x >= P(4) ? Power(x) + P(5) : (P(3) * x) + P(6),
        };

        double Power(double x) => Math.Pow((P(1) * x) + P(2), P(0));
    }

    private static double Number(ReadOnlyMemory<byte> data, int offset) => BinaryPrimitives.ReadInt32BigEndian(data.Span[offset..]) / Fixed16;

    private ReadOnlyMemory<byte> Find(ReadOnlySpan<byte> name) => _tags.GetValueOrDefault(BinaryPrimitives.ReadUInt32BigEndian(name));
}
