using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Works a turn off without any state: from what was said and called so far follows what comes next.</summary>
/// <remarks>A turn may have several errands, one for each picture that was named; each ends with words, and the words are said together.</remarks>
internal static class OfflineTurn
{
    /// <summary>The next move.</summary>
    public static OfflineMove Next(IReadOnlyList<ChatMessage> messages)
    {
        var errands = OfflineIntent.Read(messages);
        var calls = ToolTurn.Read(messages).ToList();
        var (said, looks) = (new List<string>(), 0);
        var next = errands[0];
        foreach (var call in calls)
        {
            looks += call.Is("get_job") ? 1 : 0;
            next = OfflineReply.After(call, looks);
            if (next.Function is not null)
            {
                continue;
            }

            said.Add(next.Text);
            if (said.Count < errands.Count)
            {
                (next, looks) = (errands[said.Count], 0);
            }
        }

        return next.Function is null && said.Count > 1 ? OfflineMove.Say(string.Join('\n', said)) : next;
    }
}
