using Spectre.Console;

namespace BelmAgent.Host.Terminal;

/// <summary>A clickable file path if the terminal supports hyperlinks (OSC 8), otherwise the plain path.</summary>
internal static class FileLink
{
    /// <summary>Returns the link in Spectre's markup.</summary>
    /// <param name="path">A full path.</param>
    public static string Markup(string path)
    {
        var shown = Spectre.Console.Markup.Escape(PlainText.Line(path));
        return $"[link={Address(path)}]{shown}[/]";
    }

    // Brackets belong to Spectre; the address itself escapes everything that a terminal would interpret.
    private static string Address(string path) =>
        new UriBuilder(Uri.UriSchemeFile, "") { Path = Uri.EscapeDataString(Path.GetFullPath(path).Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal) }.Uri.AbsoluteUri;
}
