using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;

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

/// <summary>An edit to be judged.</summary>
/// <param name="Plan">The request, with every setting filled in.</param>
/// <param name="Before">The picture that the plan's source prompt describes.</param>
/// <param name="After">The edited picture, of the same size.</param>
public sealed record JudgedEdit(EditPlan Plan, RgbImage Before, RgbImage After);
