using System.Buffers.Binary;
using BelmAgent.Imaging.Colors;
using SixLabors.ImageSharp.Formats.Jpeg;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The container of a JPEG (ITU-T T.81): segments under markers, coded data after each start of scan, up to EOI.</summary>
internal static class JpegContainer
{
    // A progressive file has about ten; each costs a pass over the whole picture.
    private const int MostScans = 100;

    private const byte Eoi = 0xD9;
    private const byte Sos = 0xDA;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> IccPrefix => "ICC_PROFILE\0"u8;

    /// <summary>Reads the container.</summary>
    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    /// <exception cref="NotSupportedException">The coding is one that hardly anything writes.</exception>
    /// <exception cref="ImageTooLargeException">The picture is beyond the limits.</exception>
    public static PictureFile Open(ReadOnlyMemory<byte> file, DecodingContext context)
    {
        List<ReadOnlyMemory<byte>> parts = [file[..2]];
        var (tables, orientation, icc, scans) = (new JpegTables(), (int?)null, new SortedDictionary<int, ReadOnlyMemory<byte>>(), 0);
        for (var at = 2; ;)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var marker = MarkerAt(file.Span, ref at);
            if (marker == Eoi)
            {
                parts.Add(new byte[] { 0xFF, Eoi });
                break;
            }

            var (segment, data) = Segment(file, at);
            at += data.Length + 2;
            switch (marker)
            {
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    tables.Frame = JpegFrame.Parse(marker, data.Span);
                    context.Limits.ThrowIfTooLarge(tables.Frame.Width, tables.Frame.Height, context.Source);
                    parts.Add(segment);
                    break;
                case Sos:
                    tables.CheckScan(data.Span);
                    Require(++scans <= MostScans, "There are more scans than any encoder writes.");
                    var end = EndOfScan(file.Span, at);
                    parts.Add(file[(at - data.Length - 4)..end]);
                    at = end;
                    break;
                case 0xC4:
                    tables.AddHuffman(data.Span);
                    parts.Add(segment);
                    break;
                case 0xDB:
                    tables.AddQuantization(data.Span);
                    parts.Add(segment);
                    break;
                case 0xDD or 0xE0 or 0xEE: // restart interval, JFIF, Adobe's colour transform
                    parts.Add(segment);
                    break;
                case 0xE1 when orientation is null && data.Span.StartsWith("Exif\0"u8):
                    orientation = ExifOrientation.Find(data.Span);
                    break;
                case 0xE2 when data.Span.StartsWith(IccPrefix) && data.Length > IccPrefix.Length + 2:
                    icc.TryAdd(data.Span[IccPrefix.Length], data[(IccPrefix.Length + 2)..]);
                    break;
                case 0xCC:
                    throw new NotSupportedException("Arithmetic coding is not supported.");
                case (>= 0xE0 and <= 0xEF) or 0xFE: // what applications and people add
                    break;
                default:
                    throw new InvalidDataException($"There is no marker {marker:X2}.");
            }
        }

        Require(scans > 0, "There are no pixels.");
        return new PictureFile
        {
            Decoder = new JpegDecoder { IgnoreMetadata = true },
            Width = tables.Frame!.Width,
            Height = tables.Frame.Height,
            Parts = parts,
            IsGrey = tables.Frame.Components.Count == 1,
            IsCmyk = tables.Frame.Components.Count == 4,
            Orientation = orientation ?? 1,
            Icc = Join(icc),
        };
    }

    private static byte MarkerAt(ReadOnlySpan<byte> file, ref int at)
    {
        var start = at;
        while (at < file.Length && file[at] == 0xFF)
        {
            at++;
        }

        Require(at > start && at < file.Length, "A marker is missing.");
        return file[at++];
    }

    /// <summary>The segment after a marker, with the marker and without; its length counts itself.</summary>
    private static (ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Data) Segment(ReadOnlyMemory<byte> file, int at)
    {
        Require(file.Length - at >= 2, "A segment is cut off.");
        var length = BinaryPrimitives.ReadUInt16BigEndian(file.Span[at..]);
        Require(length >= 2 && length <= file.Length - at, "A segment is cut off.");
        return (file.Slice(at - 2, length + 2), file.Slice(at + 2, length - 2));
    }

    /// <summary>Where the next marker begins that belongs to no coded data: not a stuffed byte, not a restart.</summary>
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

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException(fault);
        }
    }
}
