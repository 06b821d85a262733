using BelmAgent.Imaging;

namespace BelmAgent.Host.Terminal;

/// <summary>Shows pictures in the terminal, if it supports this.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="graphics">The method.</param>
/// <param name="size">Gets the terminal's current size.</param>
internal sealed class TerminalPictures(TextWriter terminal, TerminalGraphics graphics, Func<CellBox> size)
{
    /// <summary>Gets whether pictures are visible.</summary>
    public bool CanShow => graphics != TerminalGraphics.None;

    /// <summary>Shows a picture on lines of its own; does nothing if the terminal does not support it.</summary>
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
