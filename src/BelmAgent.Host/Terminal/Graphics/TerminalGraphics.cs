namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>The way in which a terminal shows a picture.</summary>
internal enum TerminalGraphics
{
    /// <summary>Not shown.</summary>
    None,

    /// <summary>As half blocks in 24-bit colour: two pixels per cell.</summary>
    HalfBlocks,

    /// <summary>As DEC sixels, in up to 256 colours.</summary>
    Sixel,

    /// <summary>As iTerm2's inline images.</summary>
    ITerm2,

    /// <summary>With kitty's graphics protocol.</summary>
    Kitty,
}
