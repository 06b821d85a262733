using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>Names what is wrong with an edited picture, and tells which of two is better.</summary>
internal static class EditVerdict
{
    // Below this share of visibly changed pixels nothing happened: the smallest thing of a picture covers more.
    private const double Unchanged = 0.003;

    // An edit of one thing that changes more than this share has changed the picture.
    private const double Local = 0.6;

    /// <summary>Returns the gravest fault of an edit.</summary>
    /// <param name="plan">What was asked.</param>
    /// <param name="check">What was seen.</param>
    /// <param name="measures">How the picture differs from the one before.</param>
    /// <param name="open">Share of the picture that might change at all, above 0 and at most 1: the mask's.</param>
    public static EditFault Of(EditPlan plan, EditCheck check, PictureComparison measures, double open = 1)
    {
        var changes = plan.SourcePrompt != plan.TargetPrompt;
        return check switch
        {
            { NoiseRatio: > EditCheck.MostNoise } => EditFault.Damaged,
            { Passed: not true } when changes && measures.ChangedFraction < Unchanged * open => EditFault.Unchanged,
            { Passed: false } => EditFault.NotSeen,
            { Collateral.Count: > 0 } => EditFault.Collateral,
            { Passed: null } when EditPresets.IsBounded(plan.EditType) && measures.ChangedFraction > Local => EditFault.Collateral,
            _ => EditFault.None,
        };
    }

    /// <summary>
    /// Returns whether one attempt is better than another: it shows what was asked, is sound, leaves other things alone, keeps more of
    /// the rest.
    /// </summary>
    public static bool IsBetter(EditAttempt one, EditAttempt other) => Rank(one).CompareTo(Rank(other)) > 0;

    /// <summary>
    /// Returns whether one attempt, though no better, got nearer to the wish than another: neither shows it, but this one is sound and
    /// came later.
    /// </summary>
    public static bool IsCloser(EditAttempt one, EditAttempt other) =>
        one.Check.Fault is EditFault.NotSeen or EditFault.Unchanged && other.Check.Fault is EditFault.NotSeen or EditFault.Unchanged;

    private static (bool IsGood, bool Shows, bool IsSound, int Kept, double Background) Rank(EditAttempt attempt) =>
        (attempt.Check.Fault == EditFault.None,
        attempt.Check.Fault is EditFault.None or EditFault.Collateral || (attempt.Check is { Passed: true } && attempt.Check.Fault == EditFault.Damaged),
        attempt.Check.Fault != EditFault.Damaged,
        -attempt.Check.Collateral.Count,
        attempt.Measures.BackgroundPsnr);
}
