using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

public class GraphicsChoiceTests
{
    [Theory]
    [InlineData(nameof(TerminalGraphics.Kitty), "TERM=xterm-kitty", "KITTY_WINDOW_ID=1")]
    [InlineData(nameof(TerminalGraphics.Kitty), "TERM=xterm-256color", "KITTY_WINDOW_ID=1")]
    [InlineData(nameof(TerminalGraphics.Kitty), "TERM=xterm-256color", "TERM_PROGRAM=ghostty")]
    [InlineData(nameof(TerminalGraphics.ITerm2), "TERM=xterm-256color", "TERM_PROGRAM=iTerm.app")]
    [InlineData(nameof(TerminalGraphics.ITerm2), "TERM=xterm-256color", "LC_TERMINAL=iTerm2")]
    [InlineData(nameof(TerminalGraphics.ITerm2), "TERM=xterm-256color", "TERM_PROGRAM=WezTerm")]
    [InlineData(nameof(TerminalGraphics.Sixel), "TERM=foot", "COLORTERM=truecolor")]
    [InlineData(nameof(TerminalGraphics.Sixel), "TERM=mlterm")]
    [InlineData(nameof(TerminalGraphics.HalfBlocks), "TERM=xterm-256color", "COLORTERM=truecolor")]
    [InlineData(nameof(TerminalGraphics.HalfBlocks), "TERM=xterm-256color", "TERM_PROGRAM=vscode", "COLORTERM=truecolor")]
    [InlineData(nameof(TerminalGraphics.HalfBlocks), "WT_SESSION=1")]
    [InlineData(nameof(TerminalGraphics.HalfBlocks), "TERM=tmux-256color", "TMUX=/tmp/tmux", "COLORTERM=truecolor", "KITTY_WINDOW_ID=1")]
    [InlineData(nameof(TerminalGraphics.None), "TERM=screen-256color", "TMUX=/tmp/tmux", "TERM_PROGRAM=iTerm.app")]
    [InlineData(nameof(TerminalGraphics.None), "TERM=screen", "STY=1", "KITTY_WINDOW_ID=1", "COLORTERM=truecolor")]
    [InlineData(nameof(TerminalGraphics.None), "TERM=xterm-256color")]
    [InlineData(nameof(TerminalGraphics.None), "TERM=linux")]
    [InlineData(nameof(TerminalGraphics.None), "TERM=dumb", "TERM_PROGRAM=iTerm.app")]
    [InlineData(nameof(TerminalGraphics.None), "TERM=xterm-kitty", "NO_COLOR=1")]
    [InlineData(nameof(TerminalGraphics.None))]
    public void The_environment_tells_what_a_terminal_can_show(string graphics, params string[] environment) =>
        Assert.Equal(graphics, Choose("auto", isTerminal: true, environment).ToString());

    [Theory]
    [InlineData("kitty", nameof(TerminalGraphics.Kitty))]
    [InlineData("iterm2", nameof(TerminalGraphics.ITerm2))]
    [InlineData("sixel", nameof(TerminalGraphics.Sixel))]
    [InlineData("blocks", nameof(TerminalGraphics.HalfBlocks))]
    [InlineData("none", nameof(TerminalGraphics.None))]
    public void A_name_wins_over_the_environment(string name, string graphics) =>
        Assert.Equal(graphics, Choose(name, isTerminal: true, "TERM=dumb", "NO_COLOR=1", "TMUX=1").ToString());

    [Fact]
    public void Nothing_is_drawn_into_a_pipe() =>
        Assert.All(GraphicsChoice.Names, name => Assert.Equal(TerminalGraphics.None, Choose(name, isTerminal: false, "TERM=xterm-kitty", "COLORTERM=truecolor")));

    private static TerminalGraphics Choose(string name, bool isTerminal, params string[] environment)
    {
        var variables = environment.Select(entry => entry.Split('=')).ToDictionary(entry => entry[0], entry => entry[1]);
        return GraphicsChoice.Resolve(name, isTerminal, variables.GetValueOrDefault);
    }
}
