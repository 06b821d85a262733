using BelmAgent.Editing.Edits;

namespace BelmAgent.Editing.Checks;

/// <summary>Judges whether an edited picture shows what was requested, for pictures that the model's own describer cannot judge.</summary>
/// <remarks>
/// All registered critics are asked in turn until one gives a verdict. They run while this edit does not hold the model, may be slow,
/// and must be safe to share between threads. A critic that fails should return null: an edit is not lost because it could not be
/// judged.
/// </remarks>
public interface IEditCritic
{
    /// <summary>Judges an edit.</summary>
    /// <param name="edit">The plan with the pictures before and after.</param>
    /// <param name="cancellationToken">Cancels the judging.</param>
    /// <returns>The verdict; null if it has none.</returns>
    ValueTask<EditCheck?> JudgeAsync(JudgedEdit edit, CancellationToken cancellationToken);
}
