namespace BelmAgent.Host.Terminal;

/// <summary>Decides from a setting and the environment how pictures are shown.</summary>
internal static class GraphicsChoice
{
    public const string Auto = "auto";

    /// <summary>The names that users can choose, except <see cref="Auto"/>.</summary>
    private static readonly Dictionary<string, TerminalGraphics> Named = new()
    {
        ["kitty"] = TerminalGraphics.Kitty,
        ["iterm2"] = TerminalGraphics.ITerm2,
        ["sixel"] = TerminalGraphics.Sixel,
        ["blocks"] = TerminalGraphics.HalfBlocks,
        ["none"] = TerminalGraphics.None,
    };

    /// <summary>Gets all allowed names.</summary>
    public static string[] Names => [Auto, .. Named.Keys];

    /// <summary>Returns the method to use. A name overrides the environment, but nothing is drawn to a file or a pipe.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="isTerminal">Whether the output is a terminal.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static TerminalGraphics Resolve(string name, bool isTerminal, Func<string, string?> variable) =>
        !isTerminal ? TerminalGraphics.None
        : Named.TryGetValue(name, out var named) ? named
        : Detect(variable);

    private static TerminalGraphics Detect(Func<string, string?> variable)
    {
        var (term, program) = (variable("TERM") ?? "", variable("TERM_PROGRAM") ?? "");
        if (term is "dumb" or "linux" || Has("NO_COLOR"))
        {
            return TerminalGraphics.None;
        }

        // A multiplexer does not pass pictures through unless configured, and the variables are those of the terminal around it.
        if (Has("TMUX"))
        {
            return Colors();
        }

        if (Has("STY") || term.StartsWith("screen", StringComparison.Ordinal) || term.StartsWith("tmux", StringComparison.Ordinal))
        {
            return TerminalGraphics.None;
        }

        return (term, program) switch
        {
            ("xterm-kitty" or "xterm-ghostty", _) or (_, "ghostty") => TerminalGraphics.Kitty,
            (_, "WezTerm" or "iTerm.app") => TerminalGraphics.ITerm2,
            (_, "mintty") => TerminalGraphics.Sixel,
            // Pictures are disabled there by default.
            (_, "vscode") => Colors(),
            ("foot" or "foot-extra" or "mlterm" or "contour" or "yaft-256color", _) => TerminalGraphics.Sixel,
            _ when Has("KITTY_WINDOW_ID") => TerminalGraphics.Kitty,
            _ when Has("WEZTERM_PANE") || variable("LC_TERMINAL") is "iTerm2" => TerminalGraphics.ITerm2,
            _ => Colors(),
        };

        bool Has(string name) => !string.IsNullOrEmpty(variable(name));

        TerminalGraphics Colors() =>
            variable("COLORTERM") is "truecolor" or "24bit" || Has("WT_SESSION") || term.EndsWith("-direct", StringComparison.Ordinal)
                ? TerminalGraphics.HalfBlocks
                : TerminalGraphics.None;
    }
}

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
