using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>The current picture, as it is told to the model before each request.</summary>
/// <param name="ImageId">The picture; null when there is none.</param>
/// <param name="Caption">What it shows; null when nobody knows.</param>
internal sealed partial record PictureContext(string? ImageId, string? Caption)
{
    private const string Opening = "Current picture: ";

    /// <summary>The message that tells the model.</summary>
    public ChatMessage ToMessage() => new(ChatRole.System, ImageId is null
        ? $"{Opening}none. Make one with generate_image, or ask the person to open one."
        : $"{Opening}{ImageId}. It shows: {Caption ?? "nobody knows; ask the person"}");

    /// <summary>Reads the last such message of a conversation.</summary>
    public static PictureContext Read(IEnumerable<ChatMessage> messages)
    {
        var text = messages.LastOrDefault(message => message.Role == ChatRole.System && message.Text.StartsWith(Opening, StringComparison.Ordinal))?.Text;
        return text is not null && Form().Match(text) is { Success: true } match
            ? new(match.Groups[1].Value, match.Groups[2].Value)
            : new(null, null);
    }

    [GeneratedRegex(@"^Current picture: ([a-z]+_[a-z0-9]+)\. It shows: (.*)$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
