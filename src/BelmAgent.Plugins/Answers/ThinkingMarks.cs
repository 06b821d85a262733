using System.Buffers;

namespace BelmAgent.Plugins.Answers;

/// <summary>The marks between which models write their reasoning. Any end closes any beginning: models mix them up.</summary>
internal static class ThinkingMarks
{
    private static readonly string[] Names = ["think", "thinking", "thought", "thoughts", "reasoning", "reflection", "seed:think"];

    /// <summary>What begins reasoning.</summary>
    public static readonly string[] Openings = [.. Names.Select(name => $"<{name}>"), "[THINK]", "◁think▷", "<|begin_of_thought|>", "<|channel|>analysis<|message|>"];

    /// <summary>What ends it.</summary>
    public static readonly string[] Endings =
    [
        .. Names.Select(name => $"</{name}>"), "[/THINK]", "◁/think▷", "<|end_of_thought|>", "<|start|>assistant", "<|channel|>final<|message|>",
    ];

    private static readonly string[] All = [.. Openings, .. Endings];
    private static readonly SearchValues<string> Any = SearchValues.Create(All, StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> AnyEnding = SearchValues.Create(Endings, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the first mark.</summary>
    /// <returns>Where it stands and what it is; -1 and null when there is none.</returns>
    public static (int Index, string? Mark) Find(ReadOnlySpan<char> text) => Find(text, Any, All);

    /// <summary>Finds the first ending.</summary>
    /// <returns>Where it stands and what it is; -1 and null when there is none.</returns>
    public static (int Index, string? Mark) FindEnding(ReadOnlySpan<char> text) => Find(text, AnyEnding, Endings);

    /// <summary>Returns whether a mark ends reasoning.</summary>
    public static bool IsEnding(string mark) => Endings.Contains(mark);

    /// <summary>How many characters at a text's end may be the beginning of a mark.</summary>
    public static int PartAtEnd(ReadOnlySpan<char> text) => MarkSearch.PartAtEnd(text, All);

    private static (int Index, string? Mark) Find(ReadOnlySpan<char> text, SearchValues<string> values, string[] marks)
    {
        var index = text.IndexOfAny(values);
        if (index < 0)
        {
            return (-1, null);
        }

        foreach (var mark in marks)
        {
            if (text[index..].StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                return (index, mark);
            }
        }

        return (-1, null);
    }
}
