using System.Buffers.Binary;
using BelmAgent.Imaging.Colors;
using SixLabors.ImageSharp.Formats.Jpeg;
using static BelmAgent.Imaging.Codecs.ContainerFault;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The container of a JPEG (ITU-T T.81): segments under markers, coded data after each start of scan, up to EOI.</summary>
internal sealed class JpegContainer
{
    // A progressive file has about ten scans; each costs a pass over the whole picture.
    private const int MaxScans = 100;

    private const byte Eoi = 0xD9;
    private const byte Sos = 0xDA;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> IccPrefix => "ICC_PROFILE\0"u8;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly DecodingContext _context;
    private readonly List<ReadOnlyMemory<byte>> _parts;
    private readonly JpegTables _tables = new();
    private readonly SortedDictionary<int, ReadOnlyMemory<byte>> _icc = [];
    private int? _orientation;
    private int _scans;

    private JpegContainer(ReadOnlyMemory<byte> file, DecodingContext context) => (_file, _context, _parts) = (file, context, [file[..2]]);

    /// <summary>Reads the container.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    /// <exception cref="NotSupportedException">The coding is a rare one that is not supported.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    public static PictureFile Open(ReadOnlyMemory<byte> file, DecodingContext context) => new JpegContainer(file, context).Read();

    private PictureFile Read()
    {
        for (var (at, marker) = Marker(2); marker != Eoi; (at, marker) = Marker(at))
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            var (segment, data) = Segment(at);
            Take(marker, segment, data);
            at += data.Length + 2;
            if (marker == Sos)
            {
                var end = EndOfScan(_file.Span, at);
                _parts.Add(_file[at..end]);
                at = end;
            }
        }

        Require(_scans > 0 && _tables.Frame is not null, "There are no pixels.");
        _parts.Add(new byte[] { 0xFF, Eoi });
        return new PictureFile
        {
            Decoder = new JpegDecoder { IgnoreMetadata = true },
            Width = _tables.Frame.Width,
            Height = _tables.Frame.Height,
            Parts = _parts,
            IsGrey = _tables.Frame.Components.Count == 1,
            IsCmyk = _tables.Frame.Components.Count == 4,
            Orientation = _orientation ?? 1,
            Icc = Join(_icc),
        };
    }

    private void Take(byte marker, ReadOnlyMemory<byte> segment, ReadOnlyMemory<byte> data)
    {
        switch (marker)
        {
            case 0xCC:
                throw new NotSupportedException("Arithmetic coding is not supported.");
            case 0xC4:
                _tables.AddHuffman(data.Span);
                break;
            case >= 0xC0 and <= 0xCF and not 0xC8:
                _tables.Frame = JpegFrame.Parse(marker, data.Span);
                _context.Limits.ThrowIfTooLarge(_tables.Frame.Width, _tables.Frame.Height, _context.Source);
                break;
            case Sos:
                _tables.CheckScan(data.Span);
                Require(++_scans <= MaxScans, "There are more scans than any encoder writes.");
                break;
            case 0xDB:
                _tables.AddQuantization(data.Span);
                break;
            case 0xDD or 0xE0 or 0xEE: // restart interval, JFIF, Adobe's colour transform
                break;
            case 0xE1 when data.Span.StartsWith("Exif\0"u8):
                _orientation ??= ExifOrientation.Find(data.Span);
                return;
            case 0xE2 when data.Span.StartsWith(IccPrefix) && data.Length > IccPrefix.Length + 2:
                _icc.TryAdd(data.Span[IccPrefix.Length], data[(IccPrefix.Length + 2)..]);
                return;
            case (>= 0xE0 and <= 0xEF) or 0xFE: // what applications and people add
                return;
            default:
                throw new InvalidDataException($"There is no marker {marker:X2}.");
        }

        _parts.Add(segment);
    }

    private (int After, byte Marker) Marker(int at)
    {
        var start = at;
        while (at < _file.Length && _file.Span[at] == 0xFF)
        {
            at++;
        }

        Require(at > start && at < _file.Length, "A marker is missing.");
        return (at + 1, _file.Span[at]);
    }

    /// <summary>Returns the segment after a marker, with and without the marker; its length includes itself.</summary>
    private (ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Data) Segment(int at)
    {
        Require(_file.Length - at >= 2, "A segment is cut off.");
        var length = BinaryPrimitives.ReadUInt16BigEndian(_file.Span[at..]);
        Require(length >= 2 && length <= _file.Length - at, "A segment is cut off.");
        return (_file.Slice(at - 2, length + 2), _file.Slice(at + 2, length - 2));
    }

    /// <summary>Returns the position of the next marker that is not part of coded data (neither a stuffed byte nor a restart).</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            Require(next >= 0 && at + next + 1 < file.Length, "The pixels end without an end marker.");
            at += next;
            if (file[at + 1] is 0 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
            }
            else if (file[at + 1] == 0xFF)
            {
                at++;
            }
            else
            {
                return at;
            }
        }
    }

    private static ReadOnlyMemory<byte> Join(SortedDictionary<int, ReadOnlyMemory<byte>> parts) =>
        parts.Values.Sum(part => (long)part.Length) is > 0 and <= ColorProfile.MaxBytes && parts.Keys.SequenceEqual(Enumerable.Range(1, parts.Count))
            ? parts.Values.SelectMany(part => part.ToArray()).ToArray()
            : default;
}
