namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>How a family of models writes tool calls.</summary>
/// <param name="Openings">Marks that begin calls, the longest first.</param>
/// <param name="Bodies">What may follow; the first that reads counts.</param>
internal sealed record ToolDialect(string[] Openings, params ICallBody[] Bodies)
{
    /// <summary>Marks that may end calls, one or several. None is needed: many servers cut them off.</summary>
    public string[] Closings { get; init; } = [];

    /// <summary>
    /// Gets whether the opening is one that people write, too, such as a brace. Then it counts at a line's start alone, and only where
    /// the answer ends with the calls. Otherwise it counts anywhere, and words after the calls' line were said without their results.
    /// </summary>
    public bool IsPlain { get; init; }

    /// <summary>Reads the calls after an opening.</summary>
    /// <param name="text">Where; left after the closing.</param>
    /// <returns>The calls; null when there are none.</returns>
    public IReadOnlyList<WrittenCall>? Read(CallText text)
    {
        var start = text.Position;
        foreach (var body in Bodies)
        {
            var calls = new List<WrittenCall>();
            text.Position = start;
            if (body.TryRead(text, calls))
            {
                Close(text);
                return calls;
            }
        }

        return null;
    }

    private void Close(CallText text)
    {
        var end = text.Position;
        while (text.SkipSpace().TryTakeAny(Closings))
        {
            end = text.Position;
        }

        text.Position = end;
    }
}
