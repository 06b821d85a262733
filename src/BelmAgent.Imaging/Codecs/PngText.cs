using System.Text;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The text chunks of PNG: tEXt, zTXt and iTXt.</summary>
/// <remarks>ImageSharp is not used for this: it reads no text without the pixels and decompresses without a bound.</remarks>
internal static class PngText
{
    private const int MaxKeywordLength = 79;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns whether the standard allows a keyword.</summary>
    public static bool IsKeyword(string keyword) =>
        keyword.Length is >= 1 and <= MaxKeywordLength
        && keyword.All(static c => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u00FF'))
        && keyword[0] != ' ' && keyword[^1] != ' ' && !keyword.Contains("  ", StringComparison.Ordinal);

    /// <summary>Returns whether a text chunk has a keyword, ignoring case.</summary>
    public static bool HasKeyword(ReadOnlySpan<byte> data, string keyword) =>
        data.Length > keyword.Length && data[keyword.Length] == 0
        && string.Equals(Encoding.Latin1.GetString(data[..keyword.Length]), keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the keyword and text of a text chunk; null for any other chunk and for unreadable text.</summary>
    /// <param name="type">The chunk's type.</param>
    /// <param name="data">The chunk's data.</param>
    /// <param name="maxBytes">Maximum bytes of the text; a longer one is treated as unreadable.</param>
    public static (string Keyword, string Text)? Parse(string type, ReadOnlySpan<byte> data, int maxBytes)
    {
        var end = data.IndexOf((byte)0);
        if (end < 1)
        {
            return null;
        }

        var keyword = Encoding.Latin1.GetString(data[..end]);
        var rest = data[(end + 1)..];
        var text = type switch
        {
            "tEXt" => rest.Length <= maxBytes ? Encoding.Latin1.GetString(rest) : null,
            "zTXt" when rest is [0, ..] => Zlib.TryInflate(rest[1..], maxBytes) is { } bytes ? Encoding.Latin1.GetString(bytes) : null,
            "iTXt" => International(rest, maxBytes),
            _ => null,
        };
        return text is null ? null : (keyword, text);
    }

    /// <summary>
    /// Reads the part of iTXt after the keyword: compression flag and method, language tag, NUL, translated keyword, NUL, UTF-8 text.
    /// </summary>
    private static string? International(ReadOnlySpan<byte> data, int maxBytes)
    {
        if (data.Length < 2)
        {
            return null;
        }

        var isCompressed = data[0] == 1;
        data = data[2..];
        for (var field = 0; field < 2; field++)
        {
            var end = data.IndexOf((byte)0);
            if (end < 0)
            {
                return null;
            }

            data = data[(end + 1)..];
        }

        if (isCompressed)
        {
            if (Zlib.TryInflate(data, maxBytes) is not { } unpacked)
            {
                return null;
            }

            data = unpacked;
        }

        try
        {
            return data.Length <= maxBytes ? StrictUtf8.GetString(data) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
