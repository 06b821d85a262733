using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>
/// Calls as tags: <c>&lt;function=NAME&gt;&lt;parameter=KEY&gt;VALUE&lt;/parameter&gt;&lt;/function&gt;</c>, or <c>&lt;invoke
/// name="NAME"&gt;&lt;parameter name="KEY"&gt;…</c>, or JSON within the function's tag. Values are text.
/// </summary>
/// <param name="mark">The dialect's prefix of each tag's name, such as <c>｜DSML｜</c>.</param>
internal sealed class TaggedCalls(string mark = "") : ICallBody
{
    private static readonly string[] Functions = ["function", "invoke"];

    /// <inheritdoc/>
    public bool TryRead(CallText text, List<WrittenCall> calls)
    {
        while (TryOpen(text.SkipSpace(), Functions, out var name))
        {
            if (!TryReadArguments(text, out var arguments))
            {
                return false;
            }

            calls.Add(new WrittenCall(name, arguments));
            text.SkipSpace().TryTakeAny(Functions.Select(tag => $"</{mark}{tag}>"));
        }

        return calls.Count > 0;
    }

    // Both <tag=NAME> and <tag name="NAME" …>.
    private bool TryOpen(CallText text, IEnumerable<string> tags, out string name)
    {
        name = "";
        var start = text.Position;
        if (!tags.Any(tag => text.TryTake($"<{mark}{tag}=") || text.TryTake($"<{mark}{tag} name=")))
        {
            return false;
        }

        var isQuoted = text.TryTake("\"") || text.TryTake("'");
        name = text.TakeName() ?? "";
        if (name.Length == 0 || (isQuoted && !text.TryTake("\"") && !text.TryTake("'")) || text.TakeUntil(">") is null)
        {
            text.Position = start;
            return false;
        }

        text.Position++;
        return true;
    }

    private bool TryReadArguments(CallText text, out JsonObject arguments)
    {
        arguments = [];
        if (text.SkipSpace().Next == '{')
        {
            return CallLiteral.TryRead(text, out var json) && (arguments = (json as JsonObject)!) is not null;
        }

        while (TryOpen(text.SkipSpace(), ["parameter"], out var key))
        {
            if (text.TakeUntil($"</{mark}parameter>", $"<{mark}parameter", $"</{mark}function>", $"</{mark}invoke>") is not { } value)
            {
                return false;
            }

            text.TryTake($"</{mark}parameter>");
            TagValue.Set(arguments, key, value);
        }

        // Anything else in the function's tag is not a parameter.
        return text.Next is '<' or '\0' && !text.RanOut;
    }
}

/// <summary>Values between tags: text without the line ends around it.</summary>
internal static class TagValue
{
    /// <summary>Sets an argument; "null" and "None" mean no value.</summary>
    public static void Set(JsonObject arguments, string key, string value)
    {
        var text = value.Trim('\r', '\n');
        if (text.Trim() is not ("null" or "None"))
        {
            arguments[key] = text;
        }
    }
}
