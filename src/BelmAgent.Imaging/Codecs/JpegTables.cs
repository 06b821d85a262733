using System.Buffers.Binary;
using static BelmAgent.Imaging.Codecs.ContainerFault;

namespace BelmAgent.Imaging.Codecs;

/// <summary>
/// The tables that a JPEG's scans need: frame, quantisation and Huffman tables, checked against the standard because the decoder does
/// not check them.
/// </summary>
internal sealed class JpegTables
{
    private const int MaxBlocks = 10;

    private readonly bool[] _quantization = new bool[4];
    private readonly bool[,] _huffman = new bool[2, 4];
    private JpegFrame? _frame;

    /// <summary>Gets the frame; null before it was read.</summary>
    public JpegFrame? Frame
    {
        get => _frame;
        set
        {
            Require(_frame is null, "There are two frames.");
            _frame = value;
        }
    }

    /// <summary>Reads a DQT segment: tables of 64 numbers of one byte or two.</summary>
    public void AddQuantization(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (isWide, table) = (data[0] >> 4, data[0] & 15);
            Require(isWide <= 1 && table <= 3 && data.Length > 64 << isWide, "A quantisation table is broken.");
            _quantization[table] = true;
            data = data[(1 + (64 << isWide))..];
        }
    }

    /// <summary>Reads a DHT segment: counts of codes of 1 to 16 bits, then their symbols. No code consists of ones only.</summary>
    public void AddHuffman(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            Require(data.Length >= 17 && data[0] >> 4 <= 1 && (data[0] & 15) <= 3, "A Huffman table is broken.");
            var (isAc, table, code, symbols) = (data[0] >> 4, data[0] & 15, 0, 0);
            for (var bits = 1; bits <= 16; bits++)
            {
                var count = data[bits];
                (code, symbols) = ((code << 1) + count, symbols + count);
                Require(count == 0 || code < 1 << bits, "A Huffman table has more codes than there are.");
            }

            Require(symbols <= 256 && data.Length >= 17 + symbols, "A Huffman table is cut off.");
            Require(isAc == 1 || !data.Slice(17, symbols).ContainsAnyExceptInRange<byte>(0, 15), "A Huffman table has a symbol that cannot be.");
            _huffman[isAc, table] = true;
            data = data[(17 + symbols)..];
        }
    }

    /// <summary>Checks the header of a scan: its components must be the frame's, and their tables must have come before.</summary>
    public void CheckScan(ReadOnlySpan<byte> data)
    {
        Require(_frame is not null, "There are pixels before the frame.");
        Require(data.Length >= 6 && data[0] is >= 1 and <= 4 && data.Length == 4 + (2 * data[0]), "The header of a scan is broken.");
        var (count, blocks) = (data[0], 0);
        var (first, last, high, low) = (data[^3], data[^2], data[^1] >> 4, data[^1] & 15);
        if (_frame.IsProgressive)
        {
            var isKind = first == 0 ? last == 0 : last >= first && last <= 63 && count == 1;
            Require(isKind && low <= 13 && (high == 0 || low == high - 1), "The header of a scan is broken.");
        }

        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (data[1 + (2 * i)], data[2 + (2 * i)]);
            var component = _frame.Components.FirstOrDefault(one => one.Id == id);
            Require(component.Blocks > 0 && _quantization[component.Quantization], "A scan is of a component that there is not, or without its table.");
            blocks += component.Blocks;
            var (needsDc, needsAc) = _frame.IsProgressive ? (first == 0 && high == 0, first > 0) : (true, true);
            Require(!needsDc || (tables >> 4 <= 3 && _huffman[0, tables >> 4]), "A Huffman table is missing.");
            Require(!needsAc || ((tables & 15) <= 3 && _huffman[1, tables & 15]), "A Huffman table is missing.");
        }

        Require(count == 1 || blocks <= MaxBlocks, "A scan has more blocks than there may be.");
    }
}

/// <summary>The start of a frame.</summary>
internal sealed record JpegFrame(int Width, int Height, bool IsProgressive, IReadOnlyList<JpegComponent> Components)
{
    /// <summary>Reads a frame's segment.</summary>
    /// <exception cref="InvalidDataException">The segment is damaged.</exception>
    /// <exception cref="NotSupportedException">The coding is a rare one that is not supported.</exception>
    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> data)
    {
        if (data.Length < 6 || data.Length != 6 + (3 * data[5]) || data[5] is not (1 or 3 or 4))
        {
            throw new InvalidDataException("The frame is broken.");
        }

        if (marker > 0xC2 || data[0] != 8)
        {
            throw new NotSupportedException($"Coding {marker:X2} with {data[0]} bits is not supported.");
        }

        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]));
        var components = new JpegComponent[data[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var (id, sampling, quantization) = (data[6 + (3 * i)], data[7 + (3 * i)], data[8 + (3 * i)]);
            var (across, down) = (sampling >> 4, sampling & 15);
            if (across is < 1 or > 4 || down is < 1 or > 4 || quantization > 3)
            {
                throw new InvalidDataException("The frame is broken.");
            }

            components[i] = new(id, across * down, quantization);
        }

        return width > 0 && height > 0
            ? new(width, height, marker == 0xC2, components)
            : throw new InvalidDataException("The frame is empty.");
    }
}

/// <summary>A channel of a frame: its id, its blocks per unit and its quantisation table.</summary>
internal readonly record struct JpegComponent(byte Id, int Blocks, int Quantization);
