using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;

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

/// <summary>An edit that is to be judged.</summary>
/// <param name="Plan">What was asked, every setting filled in.</param>
/// <param name="Before">The picture that the plan's source prompt speaks of.</param>
/// <param name="After">The edited picture, of the same size.</param>
public sealed record JudgedEdit(EditPlan Plan, RgbImage Before, RgbImage After);
