using System.Buffers.Binary;
using BelmAgent.Imaging.Colors;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Reads what affects appearance from a PNG's ancillary chunks: orientation and colour. The first chunk of each kind counts.</summary>
internal sealed class PngMetadataReader
{
    // ImageMagick writes profiles for which PNG once had no chunk as hexadecimal text.
    private const string RawExif = "Raw profile type exif";
    private const string RawApp1 = "Raw profile type APP1";
    private const int MaxRawProfileBytes = 1 << 20;

    private const double UnitsOfGamma = 100_000;
    private const double SrgbGamma = 1 / 2.2;

    // The range from the lowest gamma of any display system to linear light. 0 and decoding exponents such as 2.2 are mistakes of the encoder.
    private const double MinGamma = 0.15;
    private const double MaxGamma = 1.05;

    private int? _exif;
    private int? _raw;
    private bool _hasRaw;
    private bool _isSrgb;
    private double? _gamma;
    private ReadOnlyMemory<byte>? _packedIcc;
    private byte[]? _icc;

    /// <summary>Gets the EXIF orientation, 1 to 8; the eXIf chunk takes precedence over text.</summary>
    public int Orientation => _exif ?? _raw ?? 1;

    /// <summary>
    /// Gets the embedded profile, decompressed on first use; empty if there is none. By the standard it takes precedence over an sRGB
    /// chunk.
    /// </summary>
    public ReadOnlyMemory<byte> Icc => _icc ??= (_packedIcc is { } packed ? Zlib.TryInflate(packed.Span, ColorProfile.MaxBytes) : null) ?? [];

    /// <summary>
    /// Gets the exponent of the stored values, if neither a profile nor an sRGB chunk is more precise; null if it is about that of
    /// sRGB.
    /// </summary>
    public double? Gamma =>
        _isSrgb || _gamma is not { } gamma || !Icc.IsEmpty || Math.Abs((gamma / SrgbGamma) - 1) < 0.05 ? null : gamma;

    /// <summary>Adds a chunk, whose data must not change afterwards; damaged chunks are ignored.</summary>
    public void Add(string type, ReadOnlyMemory<byte> chunk)
    {
        var data = chunk.Span;
        switch (type)
        {
            case "eXIf":
                _exif ??= ExifOrientation.Find(data);
                break;
            case "zTXt" or "tEXt" or "iTXt" when !_hasRaw && (PngText.HasKeyword(data, RawExif) || PngText.HasKeyword(data, RawApp1)):
                _hasRaw = true;
                _raw = PngText.Parse(type, data, MaxRawProfileBytes) is var (_, text) ? ExifOrientation.Find(Unhex(text)) : null;
                break;
            case "sRGB":
                _isSrgb = true;
                break;
            case "gAMA" when _gamma is null && data.Length == 4:
                var gamma = BinaryPrimitives.ReadUInt32BigEndian(data) / UnitsOfGamma;
                _gamma = gamma is >= MinGamma and <= MaxGamma ? gamma : null;
                break;
            case "iCCP" when _packedIcc is null && data.IndexOf((byte)0) is >= 1 and <= 79 and var end && data.Length > end + 2 && data[end + 1] == 0:
                _packedIcc = chunk[(end + 2)..];
                break;
        }
    }

    /// <summary>Decodes a raw profile: a line end, the name, the length in decimal, then lines of digits.</summary>
    private static byte[] Unhex(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var digits = string.Concat(lines.Skip(2));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : [];
    }
}
