using System.Text.RegularExpressions;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>Makes a server's message safe to show: one line, short, and without anything that looks like a key.</summary>
internal static partial class ServerWords
{
    private const int MaxLength = 200;
    private const string Hidden = "…";

    /// <summary>Shortens a message.</summary>
    /// <param name="words">The server's message. Null: none.</param>
    /// <returns>The text to show; null if nothing is left.</returns>
    public static string? Shorten(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return null;
        }

        // The first part is enough, and a truncated key would no longer look like one.
        var line = Space().Replace(words.Length > 8 * MaxLength ? words[..(8 * MaxLength)] : words, " ");
        line = Secret().Replace(line, Hidden).Trim().TrimEnd('.');
        return line.Length <= MaxLength ? line : line[..(char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength)].TrimEnd() + Hidden;
    }

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Space();

    // Keys by their usual prefixes, anything after "Bearer" or "key:", user information in addresses, and long words of letters and digits.
    [GeneratedRegex(
        @"\b(?:sk|pk|rk|gsk|hf|xai|nvapi|csk|key|AIza)[-_A-Za-z0-9*.]{6,}|(?<=\bbearer\s+)\S+|(?<=\b(?:key|token|secret|password)(?:\s+provided)?\s*[:=]\s*)\S+|(?<=://)[^/\s@]+(?=@)|[A-Za-z0-9_\-+=*]{28,}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
