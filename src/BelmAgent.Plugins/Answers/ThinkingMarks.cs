using System.Buffers;

namespace BelmAgent.Plugins.Answers;

/// <summary>The markers around models' reasoning. Any end matches any start, since models mix them up.</summary>
internal static class ThinkingMarks
{
    private static readonly string[] Names = ["think", "thinking", "thought", "thoughts", "reasoning", "reflection", "seed:think"];

    /// <summary>Start markers.</summary>
    public static readonly string[] Openings = [.. Names.Select(name => $"<{name}>"), "[THINK]", "◁think▷", "<|begin_of_thought|>", "<|channel|>analysis<|message|>"];

    /// <summary>End markers.</summary>
    public static readonly string[] Endings =
    [
        .. Names.Select(name => $"</{name}>"), "[/THINK]", "◁/think▷", "<|end_of_thought|>", "<|start|>assistant", "<|channel|>final<|message|>",
    ];

    private static readonly string[] All = [.. Openings, .. Endings];
    private static readonly SearchValues<string> Any = SearchValues.Create(All, StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> AnyEnding = SearchValues.Create(Endings, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the first marker.</summary>
    /// <returns>Its position and text; -1 and null if there is none.</returns>
    public static (int Index, string? Mark) Find(ReadOnlySpan<char> text) => Find(text, Any, All);

    /// <summary>Finds the first end marker.</summary>
    /// <returns>Its position and text; -1 and null if there is none.</returns>
    public static (int Index, string? Mark) FindEnding(ReadOnlySpan<char> text) => Find(text, AnyEnding, Endings);

    /// <summary>Returns whether a marker is an end marker.</summary>
    public static bool IsEnding(string mark) => Endings.Contains(mark);

    /// <summary>Returns how many characters at the end of a text may be the beginning of a marker.</summary>
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
