using Spectre.Console;

namespace BelmAgent.Host.Terminal;

/// <summary>A file's path that can be clicked where the terminal knows hyperlinks (OSC 8), and is the plain path elsewhere.</summary>
internal static class FileLink
{
    /// <summary>Returns the link in Spectre's markup.</summary>
    /// <param name="path">A full path.</param>
    public static string Markup(string path)
    {
        var shown = Spectre.Console.Markup.Escape(PlainText.Line(path));
        return $"[link={Address(path)}]{shown}[/]";
    }

    // Brackets are Spectre's; everything that a terminal would obey is escaped by the address itself.
    private static string Address(string path) =>
        new UriBuilder(Uri.UriSchemeFile, "") { Path = Uri.EscapeDataString(Path.GetFullPath(path).Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal) }.Uri.AbsoluteUri;
}
