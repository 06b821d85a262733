using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BelmAgent.Diffusion.Models;

/// <summary>Reads a model's JSON files in the dialects of the tools that write them.</summary>
/// <remarks>
/// A byte-order mark is skipped; UTF-16 and UTF-32 are read if one indicates them. Python writes non-finite numbers as bare words
/// (<c>"lambda_min_clipped": -Infinity</c>), which JSON does not have: they are read as text. Comments are not accepted, as in those
/// tools.
/// </remarks>
internal static partial class ModelJson
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file as one JSON value.</summary>
    /// <exception cref="ModelException">The file does not exist, cannot be read or is not JSON.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadText(path));
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw ModelException.Broken(path, "not JSON", e);
        }
    }

    /// <summary>Reads a file as strict JSON text.</summary>
    /// <exception cref="ModelException">The file does not exist, cannot be read or is not text.</exception>
    public static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: true);
            return NotFinite().Replace(reader.ReadToEnd(), found => found.Value[0] == '"' ? found.Value : $"\"{found.Value}\"");
        }
        catch (DecoderFallbackException e)
        {
            throw ModelException.Broken(path, "not JSON: its bytes are no UTF-8", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelException.Broken(path, "it cannot be read", e);
        }
    }

    // Strings are matched as a whole, so that words within them are not replaced.
    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|NaN
        """, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NotFinite();
}
