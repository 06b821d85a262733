using BelmAgent.Editing.Edits;

namespace BelmAgent.Editing.Checks;

/// <summary>Says whether an edited picture shows what was asked for, where the model's own describer cannot tell.</summary>
/// <remarks>
/// All that are registered are asked in turn until one can tell. They run while this edit does not hold the model, may be slow, and must be safe to
/// share between threads. One that fails should answer null: an edit is not lost because nobody could judge it.
/// </remarks>
public interface IEditCritic
{
    /// <summary>Judges one edit.</summary>
    /// <param name="edit">The plan with the pictures before and after.</param>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>What it sees; null when it cannot tell.</returns>
    ValueTask<EditCheck?> JudgeAsync(JudgedEdit edit, CancellationToken cancellationToken);
}
