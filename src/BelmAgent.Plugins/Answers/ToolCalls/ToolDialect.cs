namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>The notation of a family of models for tool calls.</summary>
/// <param name="Openings">Markers that start calls, longest first.</param>
/// <param name="Bodies">The possible bodies; the first that can be read is used.</param>
internal sealed record ToolDialect(string[] Openings, params ICallBody[] Bodies)
{
    /// <summary>Markers that may end calls, one or several. They are optional: many servers remove them.</summary>
    public string[] Closings { get; init; } = [];

    /// <summary>
    /// Gets whether the start marker also occurs in normal text, such as a brace. It then counts only at the start of a line, and only
    /// if the answer ends with the calls. Otherwise it counts anywhere, and text after the calls' line was written without their
    /// results.
    /// </summary>
    public bool IsPlain { get; init; }

    /// <summary>Reads the calls after a start marker.</summary>
    /// <param name="text">The position; moved past the end marker.</param>
    /// <returns>The calls; null if there are none.</returns>
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
