namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>How a terminal shows a picture.</summary>
internal enum TerminalGraphics
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As half blocks in 24-bit colour: two pixels a cell.</summary>
    HalfBlocks,

    /// <summary>By DEC's sixels, in up to 256 colours.</summary>
    Sixel,

    /// <summary>By iTerm2's inline images.</summary>
    ITerm2,

    /// <summary>By kitty's graphics protocol.</summary>
    Kitty,
}
