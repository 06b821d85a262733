using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Tests.Terminal;

public class FileLinkTests
{
    [Theory]
    [InlineData("/pictures/a b.png", "/pictures/a%20b.png")]
    [InlineData("/pictures/[red]/é.png", "/pictures/%5Bred%5D/%C3%A9.png")]
    [InlineData("/pictures/a\e]8;;evil\a.png", "/pictures/a%1B%5D8%3B%3Bevil%07.png")]
    public void A_terminal_gets_a_hyperlink_whose_address_is_escaped(string path, string address)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths of another form.");
        var written = Write(path, AnsiSupport.Yes);

        Assert.Contains($";file://{address}\e\\", written, StringComparison.Ordinal);
        Assert.Contains(PlainText.Line(path), written, StringComparison.Ordinal);
        Assert.DoesNotContain('\a', written);
        Assert.DoesNotContain("\e]8;;evil", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_it_is_the_path() => Assert.Equal("/pictures/[red] a.png", Write("/pictures/[red] a.png", AnsiSupport.No));

    private static string Write(string path, AnsiSupport ansi)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = ansi });
        console.Profile.Capabilities.Links = ansi == AnsiSupport.Yes;
        console.Profile.Width = 1000;
        console.Markup(FileLink.Markup(path));
        return output.ToString();
    }
}
