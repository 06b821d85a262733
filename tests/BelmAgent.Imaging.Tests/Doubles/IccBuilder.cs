using System.Buffers.Binary;

namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Writes ICC profiles, independently of the code under test.</summary>
internal static class IccBuilder
{
    // sRGB's primaries, adapted to D50, with red for green, green for blue and blue for red.
    public static byte[] Turned() => Profile(
        ("rXYZ", Xyz([0.3851, 0.7169, 0.0971])), ("gXYZ", Xyz([0.1431, 0.0606, 0.7141])), ("bXYZ", Xyz([0.4361, 0.2225, 0.0139])),
        ("rTRC", Gamma1()), ("gTRC", Gamma1()), ("bTRC", Gamma1()), ("wtpt", Xyz([0.9642, 1, 0.8249])));

    public static byte[] Srgb()
    {
        // The curve as a table of 1,024 points, as the oldest profiles have it.
        var points = Enumerable.Range(0, 1024).Select(i => i / 1023.0).Select(x => x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4));
        byte[] curve = [.. "curv"u8, 0, 0, 0, 0, 0, 0, 4, 0, .. points.SelectMany(y => new[] { (byte)((int)Math.Round(y * 65_535) >> 8), (byte)(int)Math.Round(y * 65_535) })];
        return Profile(
            ("rXYZ", Xyz([0.4361, 0.2225, 0.0139])), ("gXYZ", Xyz([0.3851, 0.7169, 0.0971])), ("bXYZ", Xyz([0.1431, 0.0606, 0.7141])),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve));
    }

    public static byte[] Profile(params (string Tag, byte[] Data)[] tags)
    {
        var profile = new byte[132 + (12 * tags.Length) + tags.Sum(tag => tag.Data.Length)];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        profile[8] = 2;
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        Xyz([0.9642, 1, 0.8249]).AsSpan(8).CopyTo(profile.AsSpan(68));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), tags.Length);
        var (entry, offset) = (132, 132 + (12 * tags.Length));
        foreach (var (tag, data) in tags)
        {
            for (var i = 0; i < 4; i++)
            {
                profile[entry + i] = (byte)tag[i];
            }

            BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(entry + 4), offset);
            BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(entry + 8), data.Length);
            data.CopyTo(profile, offset);
            (entry, offset) = (entry + 12, offset + data.Length);
        }

        return profile;
    }

    /// <summary>Creates a profile of 4 MiB whose tags all refer to the same bytes, which are most of it.</summary>
    public static byte[] Overlapping(int tags)
    {
        var profile = new byte[4 * 1024 * 1024];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), tags);
        var data = 132 + (12 * tags);
        for (var tag = 0; tag < tags; tag++)
        {
            var entry = profile.AsSpan(132 + (12 * tag));
            BinaryPrimitives.WriteInt32BigEndian(entry, tag);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], data);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], profile.Length - data);
        }

        return profile;
    }

    public static byte[] Xyz(double[] value)
    {
        var data = new byte[20];
        "XYZ "u8.CopyTo(data);
        for (var i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8 + (4 * i)), (int)Math.Round(value[i] * 65_536));
        }

        return data;
    }

    // A curve without points is the identity.
    public static byte[] Gamma1() => [.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 0];
}
