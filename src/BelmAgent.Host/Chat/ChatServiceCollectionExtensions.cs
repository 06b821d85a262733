using BelmAgent.Editing.Operations;
using BelmAgent.Host.Terminal;
using BelmAgent.Host.Terminal.Graphics;
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
        services.AddSingleton<IProgress<EditProgress>>(provider => provider.GetRequiredService<ChatProgress>());
        return services;
    }

    private static TerminalPictures Pictures(Screen screen, ChatOptions options)
    {
        var output = screen.Layout.Profile.Out;
        var graphics = GraphicsChoice.Of(options.Pictures, output.IsTerminal, Environment.GetEnvironmentVariable);
        return new TerminalPictures(output.Writer, graphics, () => screen.Size);
    }
}
