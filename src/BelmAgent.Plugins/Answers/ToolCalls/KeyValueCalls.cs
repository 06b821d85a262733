using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>A call as a function's name followed by tagged keys and values, as written by GLM. Values are text.</summary>
internal sealed class KeyValueCalls : ICallBody
{
    /// <inheritdoc/>
    public bool TryRead(CallText text, List<WrittenCall> calls)
    {
        if (text.SkipSpace().TakeName() is not { } name)
        {
            return false;
        }

        var arguments = new JsonObject();
        while (text.SkipSpace().TryTake("<arg_key>"))
        {
            if (text.TakeUntil("</arg_key>") is not { } key || !text.TryTake("</arg_key>") || !text.SkipSpace().TryTake("<arg_value>")
                || text.TakeUntil("</arg_value>") is not { } value)
            {
                return false;
            }

            text.TryTake("</arg_value>");
            TagValue.Set(arguments, key.Trim(), value);
        }

        calls.Add(new WrittenCall(name, arguments));
        return text.Next is '<' or '\0' && !text.RanOut;
    }
}
