using BelmAgent.Imaging;

namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>Shows pictures in the terminal, where it can.</summary>
/// <param name="terminal">Where they are written.</param>
/// <param name="graphics">How.</param>
/// <param name="size">The terminal's size now.</param>
internal sealed class TerminalPictures(TextWriter terminal, TerminalGraphics graphics, Func<CellBox> size)
{
    /// <summary>Gets whether anybody would see a picture.</summary>
    public bool CanShow => graphics != TerminalGraphics.None;

    /// <summary>Shows a picture on lines of its own; nothing where the terminal cannot.</summary>
    public void Show(RgbImage image)
    {
        if (CanShow)
        {
            terminal.WriteLine(Encode(image, CellBox.Within(image, size().ForPicture())));
        }
    }

    private string Encode(RgbImage image, CellBox box) => graphics switch
    {
        TerminalGraphics.Kitty => KittyImage.Encode(image, box),
        TerminalGraphics.ITerm2 => ITerm2Image.Encode(image, box),
        TerminalGraphics.Sixel => SixelImage.Encode(image, box),
        _ => HalfBlocks.Encode(image, box),
    };
}
