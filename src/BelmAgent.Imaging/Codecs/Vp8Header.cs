using static BelmAgent.Imaging.Codecs.ContainerFault;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The header of a VP8 key frame (RFC 6386, 9), as far as needed to find the number of partitions.</summary>
internal ref struct Vp8Header
{
    private const int Even = 128;
    private readonly ReadOnlySpan<byte> _data;
    private uint _value;
    private uint _range = 255;
    private int _next = 2;
    private int _shifts;

    private Vp8Header(ReadOnlySpan<byte> firstPartition)
    {
        _data = firstPartition;
        _value = (uint)((firstPartition[0] << 8) | firstPartition[1]);
    }

    /// <summary>Checks that all partitions are present, since the decoder treats missing ones as empty.</summary>
    /// <param name="first">The first partition, which begins with the header.</param>
    /// <param name="rest">The rest: the sizes of all partitions but the last, three bytes each, and the partitions.</param>
    /// <exception cref="InvalidDataException">A partition is missing.</exception>
    public static void CheckPartitions(ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest)
    {
        Require(first.Length >= 2, "The header is cut off.");
        var sizes = (1 << new Vp8Header(first).ReadPartitions()) - 1;
        Require(rest.Length > 3 * sizes, "The pixels are cut short.");
        var length = rest.Length - (3L * sizes);
        for (var i = 0; i < sizes; i++)
        {
            length -= rest[3 * i] | (rest[(3 * i) + 1] << 8) | (rest[(3 * i) + 2] << 16);
        }

        Require(length > 0, "The pixels are cut short.");
    }

    private int ReadPartitions()
    {
        Read(2); // colour space, clamping
        if (Read(1) == 1)
        {
            ReadSegments();
        }

        Read(10); // loop filter: type, level, sharpness
        if (Read(1) == 1 && Read(1) == 1)
        {
            SkipOptional(8, bits: 7);
        }

        return Read(2);
    }

    private void ReadSegments()
    {
        var (hasMap, hasData) = (Read(1), Read(1));
        if (hasData == 1)
        {
            Read(1); // whether values are absolute
            SkipOptional(4, bits: 8);
            SkipOptional(4, bits: 7);
        }

        if (hasMap == 1)
        {
            SkipOptional(3, bits: 8);
        }
    }

    /// <summary>Skips values that each follow a flag; a sign counts as a bit.</summary>
    private void SkipOptional(int count, int bits)
    {
        for (; count > 0; count--)
        {
            if (Read(1) == 1)
            {
                Read(bits);
            }
        }
    }

    /// <summary>Reads equiprobable bits from the arithmetic coding (RFC 6386, 7).</summary>
    private int Read(int bits)
    {
        var result = 0;
        for (; bits > 0; bits--)
        {
            var split = 1 + (((_range - 1) * Even) >> 8);
            var isOne = _value >= split << 8;
            (_range, _value) = isOne ? (_range - split, _value - (split << 8)) : (split, _value);
            result = (result << 1) | (isOne ? 1 : 0);
            for (; _range < 128; _range <<= 1)
            {
                _value <<= 1;
                if (++_shifts == 8)
                {
                    (_value, _shifts) = (_value | (_next < _data.Length ? _data[_next] : 0u), 0);
                    _next++;
                }
            }
        }

        return result;
    }
}
