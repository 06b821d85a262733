using BelmAgent.Editing.Operations;

namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>Holds edits at step 12 of 50 until released.</summary>
internal sealed class EditHold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes once an edit is held.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    public async Task WaitAsync(IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new EditProgress("edit", 12, 50));
        _reached.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
    }
}
