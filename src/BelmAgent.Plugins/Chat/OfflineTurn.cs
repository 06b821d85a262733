using BelmAgent.Planning.Conversations;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Processes a turn without state: the next step follows from the previous messages and calls.</summary>
/// <remarks>A turn may have several tasks, one for each picture that was named; each ends with a message, and the messages are combined.</remarks>
internal static class OfflineTurn
{
    /// <summary>Returns the next move.</summary>
    public static Move Next(IReadOnlyList<ChatMessage> messages)
    {
        var errands = MoveReader.Read(messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text, PictureContextMessage.Read(messages));
        var said = new List<string>();
        var looks = 0;
        var next = Begin(errands, said);
        foreach (var call in ToolTurn.Read(messages))
        {
            looks += call.Is("get_job") ? 1 : 0;
            next = OfflineReply.After(call, id => Number(messages, id) is { } known ? $"image {known}" : id, looks);
            if (next.Function is null)
            {
                // With several tasks, each answer says which picture it is about.
                var number = errands.Count > 1 && errands[said.Count].Arguments.TryGetValue("image_id", out var id) ? Number(messages, id as string) : null;
                said.Add(number is null ? next.Text : $"Image {number}: {next.Text}");
                looks = 0;
                next = Begin(errands, said);
            }
        }

        return next;
    }

    private static int? Number(IReadOnlyList<ChatMessage> messages, string? imageId) =>
        PictureContextMessage.Read(messages).Find(imageId)?.Number;

    // Tasks that are only messages are included.
    private static Move Begin(IReadOnlyList<Move> errands, List<string> said)
    {
        while (said.Count < errands.Count && errands[said.Count] is { Function: null } words)
        {
            said.Add(words.Text);
        }

        return said.Count < errands.Count ? errands[said.Count] : Move.Say(string.Join('\n', said));
    }
}
