using System.ComponentModel.DataAnnotations;
using BelmAgent.Host.Terminal.Graphics;

namespace BelmAgent.Host.Chat;

/// <summary>Settings of the chat in the terminal, under <c>Belm:Chat</c>.</summary>
internal sealed class ChatOptions
{
    /// <summary>
    /// Gets or sets how pictures are shown: auto, kitty, iterm2, sixel, blocks or none. Default: auto, which reads the environment.
    /// </summary>
    [RegularExpression("^(auto|kitty|iterm2|sixel|blocks|none)$", ErrorMessage = "Belm:Chat:Pictures must be auto, kitty, iterm2, sixel, blocks or none.")]
    public string Pictures { get; set; } = GraphicsChoice.Auto;
}
