
namespace BelmAgent.Editing.Edits;

/// <summary>An edit was stopped while it tried again; the best that it had made by then is kept.</summary>
/// <param name="best">The best attempt, in the library.</param>
/// <param name="cancellationToken">The token that stopped it.</param>
public sealed class EditStoppedException(EditResult best, CancellationToken cancellationToken)
    : OperationCanceledException($"Stopped after {best?.Attempts} attempts; the best is kept as {best?.ImageId}.", cancellationToken)
{
    /// <summary>The best attempt.</summary>
    public EditResult Best { get; } = best!;
}
