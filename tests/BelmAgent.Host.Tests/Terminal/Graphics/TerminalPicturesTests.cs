using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

public class TerminalPicturesTests
{
    [Theory]
    [InlineData(nameof(TerminalGraphics.Kitty), "\e_Ga=T,f=100,q=2,c=24,r=12,")]
    [InlineData(nameof(TerminalGraphics.ITerm2), "\e]1337;File=inline=1;")]
    [InlineData(nameof(TerminalGraphics.Sixel), "\eP0;1;0q\"1;1;240;240")]
    [InlineData(nameof(TerminalGraphics.HalfBlocks), "\e[38;2;")]
    public void A_picture_is_shown_as_the_terminal_can_and_takes_half_of_its_height(string graphics, string begin)
    {
        using var terminal = new StringWriter();

        new TerminalPictures(terminal, Enum.Parse<TerminalGraphics>(graphics), () => new CellBox(80, 24)).Show(TestPicture.Gradient(64, 64));

        Assert.StartsWith(begin, terminal.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(Environment.NewLine, terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_cannot_nothing_is_written()
    {
        using var terminal = new StringWriter();
        var pictures = new TerminalPictures(terminal, TerminalGraphics.None, () => new CellBox(80, 24));

        pictures.Show(TestPicture.Gradient(64, 64));

        Assert.False(pictures.CanShow);
        Assert.Equal("", terminal.ToString());
    }
}
