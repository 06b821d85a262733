using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Calls as Python: <c>edit_image(proposal_id="p")</c>, in a list, printed or assigned.</summary>
internal sealed class PythonCalls : ICallBody
{
    private const string Method = ".call";

    /// <inheritdoc/>
    public bool TryRead(CallText text, List<WrittenCall> calls)
    {
        var isList = text.SkipSpace().TryTake("[");
        do
        {
            if (!TryReadOne(text, calls))
            {
                return false;
            }

            text.TakeWhile(c => c is ' ' or '\t' or ',' or ';');
        }
        while (isList ? text.SkipSpace().Next != ']' : HasAnother(text));

        return !isList || text.TryTake("]");
    }

    private static bool HasAnother(CallText text)
    {
        var end = text.Position;
        if (char.IsAsciiLetter(text.SkipSpace().Next))
        {
            return true;
        }

        text.Position = end;
        return false;
    }

    private static bool TryReadOne(CallText text, List<WrittenCall> calls)
    {
        var name = text.SkipSpace().TakeName();
        if (name is not null && text.SkipSpace(isLineKept: true).Next == '=')
        {
            text.Position++;
            name = text.SkipSpace().TakeName();
        }

        if (name is null || text.Next != '(')
        {
            return false;
        }

        text.Position++;
        if (name == "print")
        {
            return TryReadOne(text, calls) && text.SkipSpace().TryTake(")");
        }

        if (!TryReadArguments(text, out var arguments))
        {
            return false;
        }

        calls.Add(new WrittenCall(name.EndsWith(Method, StringComparison.Ordinal) ? name[..^Method.Length] : name, arguments));
        return true;
    }

    private static bool TryReadArguments(CallText text, out JsonObject arguments)
    {
        arguments = [];
        while (text.SkipSpace().Next != ')')
        {
            if (text.TakeName() is not { } key || text.SkipSpace().Next != '=')
            {
                return false;
            }

            text.Position++;
            if (!CallLiteral.TryRead(text, out var value))
            {
                return false;
            }

            arguments[key] = value;
            if (text.SkipSpace().Next == ',')
            {
                text.Position++;
            }
            else if (text.Next != ')')
            {
                return false;
            }
        }

        text.Position++;
        return true;
    }
}
