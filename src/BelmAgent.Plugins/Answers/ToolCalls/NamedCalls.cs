using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>A call as a function's name and, after a marker of the dialect, its arguments in JSON.</summary>
/// <param name="before">Markers that may come before the name.</param>
/// <param name="between">Markers that may come between the name and the arguments.</param>
/// <param name="idMark">The marker of an id after the name, which is dropped. Null: none.</param>
internal sealed class NamedCalls(string[] before, string[] between, string? idMark = null) : ICallBody
{
    /// <inheritdoc/>
    public bool TryRead(CallText text, List<WrittenCall> calls)
    {
        while (text.SkipSpace().TryTakeAny(before))
        {
        }

        if (text.SkipSpace().TakeName() is not { } name)
        {
            return false;
        }

        if (idMark is not null && text.TryTake(idMark))
        {
            text.TakeName();
        }

        while (text.SkipSpace().TryTakeAny(between))
        {
        }

        if (text.SkipSpace().Next != '{' || !CallLiteral.TryRead(text, out var value) || value is not JsonObject arguments)
        {
            return false;
        }

        calls.Add(new WrittenCall(name, arguments));
        return true;
    }
}
