using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>One person's conversation about one picture at a time.</summary>
/// <remarks>Not safe to share between threads: one turn at a time.</remarks>
public sealed class BelmConversation
{
    /// <summary>The picture that the next request is about; null before there is one. Moves with each edit and undo.</summary>
    public string? ImageId { get; set; }

    /// <summary>What was said, tool calls included, oldest first. Holds ids, never bytes.</summary>
    public IList<ChatMessage> Messages { get; } = [];
}
