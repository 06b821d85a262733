using BelmAgent.Editing.Operations;

namespace BelmAgent.Mcp.Progress;

/// <summary>Receives the progress of all operations, and passes each report to the call that it belongs to.</summary>
/// <remarks>The call is that of the current flow of execution, which background jobs inherit from the call that started them. Safe to share.</remarks>
internal sealed class CallProgress : IProgress<EditProgress>
{
    private readonly AsyncLocal<ProgressFeed?> _feed = new();

    /// <summary>Begins to pass the reports of the calling method's flow to a feed.</summary>
    public void Begin(ProgressFeed? feed) => _feed.Value = feed;

    /// <inheritdoc/>
    public void Report(EditProgress value) => _feed.Value?.Report(value);
}
