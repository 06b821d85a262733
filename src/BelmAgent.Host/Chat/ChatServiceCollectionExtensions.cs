using System.ComponentModel.DataAnnotations;
using BelmAgent.Editing.Operations;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Chat;

/// <summary>Adds the user interface of a conversation.</summary>
internal static class ChatServiceCollectionExtensions
{
    public static IServiceCollection AddChatView(this IServiceCollection services)
    {
        services.AddSingleton(provider => Pictures(provider.GetRequiredService<Screen>(), provider.GetRequiredService<IOptions<ChatOptions>>().Value));
        services.AddSingleton<ChatPictures>();
        services.AddSingleton<ChatWords>();
        services.AddSingleton<SlashCommands>();
        services.AddSingleton<ChatProgress>();
        services.AddSingleton<ChatView>();
        services.AddSingleton<IProgress<EditProgress>>(provider => provider.GetRequiredService<ChatProgress>());
        return services;
    }

    private static TerminalPictures Pictures(Screen screen, ChatOptions options)
    {
        var output = screen.Layout.Profile.Out;
        var graphics = GraphicsChoice.Resolve(options.Pictures, output.IsTerminal, Environment.GetEnvironmentVariable);
        return new TerminalPictures(output.Writer, graphics, () => screen.Size);
    }
}

/// <summary>Settings of the chat in the terminal, under <c>Belm:Chat</c>.</summary>
internal sealed class ChatOptions
{
    /// <summary>
    /// Gets or sets how pictures are shown: auto, kitty, iterm2, sixel, blocks or none. Default: auto, which reads the environment.
    /// </summary>
    [RegularExpression("^(auto|kitty|iterm2|sixel|blocks|none)$", ErrorMessage = "Belm:Chat:Pictures must be auto, kitty, iterm2, sixel, blocks or none.")]
    public string Pictures { get; set; } = GraphicsChoice.Auto;
}
