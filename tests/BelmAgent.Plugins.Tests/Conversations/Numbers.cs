using System.Globalization;
using System.Text.RegularExpressions;

namespace BelmAgent.Plugins.Tests.Conversations;

/// <summary>The numbers of a script.</summary>
internal static partial class Numbers
{
    public static int Read(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Replaces numbers in braces.</summary>
    public static string Replace(string line, Func<int, string> name) => Braced().Replace(line, match => name(Read(match.Groups[1].Value)));

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Braced();
}
