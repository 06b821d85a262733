using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Finds the tool calls that a model wrote as text, in an answer that arrives in pieces.</summary>
/// <remarks>
/// Normal text passes immediately; possible calls are held back until it is clear that they are not calls or the answer ends. A call
/// of an unknown function is normal text, and so is one in quotes or one followed by the rest of its sentence. One reader reads one
/// answer. Not safe to share between threads.
/// </remarks>
/// <param name="resolve">Returns the known function that a name means; null if there is none.</param>
internal sealed class ToolCallReader(Func<string, string?> resolve)
{
    // No call is longer, and no longer text is read repeatedly.
    private const int MaxLength = 32_768;
    private const int MaxCalls = 32;
    private const string BetweenCalls = "<[;,";

    private static readonly string[] Openings = [.. ToolDialects.All.SelectMany(dialect => dialect.Openings).Distinct()];
    private static readonly SearchValues<string> AnyOpening = SearchValues.Create(Openings, StringComparison.OrdinalIgnoreCase);

    private string _held = "";
    private int _searched;
    private bool _isLineStart = true;
    private char _before;

    private enum Reading
    {
        Words,
        Undecided,
        Calls,
    }

    /// <summary>Processes a piece.</summary>
    /// <returns>The text that can be shown now; may be empty.</returns>
    public string Push(string piece)
    {
        _held += piece;
        var start = FindStart(isWhole: false, out _);
        return Take(Shown(start < 0 ? _held.Length : start), start < 0 ? 0 : start);
    }

    /// <summary>Ends the answer.</summary>
    /// <returns>The remaining text, and the calls.</returns>
    public (string Words, IReadOnlyList<WrittenCall> Calls) End()
    {
        var start = FindStart(isWhole: true, out var calls);
        var words = start < 0 ? _held : _held[..start].TrimEnd();
        _held = "";
        return (words, calls);
    }

    // Line ends, and white space before any text, are kept with what follows: they are shown before text, but not before a call.
    private int Shown(int length)
    {
        var words = _held.AsSpan(0, length).TrimEnd();
        return words.IsEmpty || _held.AsSpan(words.Length, length - words.Length).Contains('\n') ? words.Length : length;
    }

    private string Take(int length, int searched)
    {
        var words = _held[..length];
        if (length > 0)
        {
            _isLineStart = MarkSearch.IsAtLineStart(words, length, _isLineStart);
            _before = words[^1];
            _held = _held[length..];
        }

        _searched = Math.Max(0, searched - length);
        return words;
    }

    // The position where calls start or may start; -1 if there is none.
    private int FindStart(bool isWhole, out IReadOnlyList<WrittenCall> calls)
    {
        calls = [];
        for (var at = _searched; at < _held.Length; at++)
        {
            var next = _held.AsSpan(at).IndexOfAny(AnyOpening);
            if (next < 0)
            {
                break;
            }

            at += next;
            var found = new List<WrittenCall>();
            var reading = Read(at, isWhole, found);
            if (reading == Reading.Words)
            {
                continue;
            }

            calls = found;
            return at;
        }

        var part = isWhole ? 0 : MarkSearch.PartAtEnd(_held, Openings);
        return part > 0 ? _held.Length - part : -1;
    }

    // Reads the calls at a position, and those directly after them.
    private Reading Read(int at, bool isWhole, List<WrittenCall> calls, int depth = 0)
    {
        if (depth == MaxCalls || (depth == 0 && MarkSearch.IsQuoted(_held, at, _before)))
        {
            return Reading.Words;
        }

        var result = Reading.Words;
        foreach (var dialect in ToolDialects.All)
        {
            if (dialect.Openings.FirstOrDefault(mark => _held.AsSpan(at).StartsWith(mark, StringComparison.OrdinalIgnoreCase)) is not { } opening
                || (depth == 0 && dialect.IsPlain && !MarkSearch.IsAtLineStart(_held, at, _isLineStart)))
            {
                continue;
            }

            var text = new CallText(_held, at + opening.Length, isWhole);
            var read = dialect.Read(text);
            if (read is null)
            {
                result = text.RanOut && _held.Length - at < MaxLength ? Reading.Undecided : result;
                continue;
            }

            if (read.Any(call => resolve(call.Name) is null))
            {
                continue;
            }

            if (text.RanOut)
            {
                return Reading.Undecided;
            }

            var (count, end) = (calls.Count, text.Position);
            calls.AddRange(read.Select(call => call with { Name = resolve(call.Name)! }));
            if (IsEnded(dialect, end, isWhole, calls, depth))
            {
                return isWhole ? Reading.Calls : Reading.Undecided;
            }

            calls.RemoveRange(count, calls.Count - count);
        }

        return result;
    }

    // Whether the answer, or for a model's own markers the line, ends with the calls.
    private bool IsEnded(ToolDialect dialect, int end, bool isWhole, List<WrittenCall> calls, int depth)
    {
        var after = _held.AsSpan(end).TrimStart();
        if (after.IsEmpty || (!isWhole && Math.Max(MarkSearch.PartAtEnd(after, dialect.Closings), MarkSearch.PartAtEnd(after, Openings)) == after.Length))
        {
            return true;
        }

        var more = new List<WrittenCall>();
        if (Read(_held.Length - after.Length, isWhole, more, depth + 1) != Reading.Words)
        {
            calls.AddRange(more);
            return true;
        }

        var line = _held.AsSpan(end).TrimStart(" \t\r");
        return !dialect.IsPlain && (line[0] == '\n' || BetweenCalls.Contains(line[0], StringComparison.Ordinal));
    }
}

/// <summary>A call of a function as a model wrote it.</summary>
/// <param name="Name">The function's name as written.</param>
/// <param name="Arguments">Its arguments; text if the dialect has no types.</param>
internal sealed record WrittenCall(string Name, JsonObject Arguments)
{
    /// <summary>Returns the call as a regular tool call, with an id of nine letters and digits, as the strictest servers require.</summary>
    public FunctionCallContent ToContent() => new(
        CallId.New(),
        Name,
        Arguments.ToDictionary(argument => argument.Key, argument => argument.Value is null ? null : (object?)JsonSerializer.SerializeToElement(argument.Value)));
}

/// <summary>Ids of calls that came without a usable one.</summary>
internal static class CallId
{
    // Mistral's templates require ids of exactly this many letters and digits.
    private const int Length = 9;

    /// <summary>Creates an id.</summary>
    public static string New() => Guid.NewGuid().ToString("N")[..Length];
}

/// <summary>One notation for calls between a dialect's markers.</summary>
internal interface ICallBody
{
    /// <summary>Reads all consecutive calls at a position.</summary>
    /// <param name="text">The position; moved past the last call.</param>
    /// <param name="calls">Receives the calls.</param>
    /// <returns>Whether there is at least one complete call and no incomplete one.</returns>
    bool TryRead(CallText text, List<WrittenCall> calls);
}
