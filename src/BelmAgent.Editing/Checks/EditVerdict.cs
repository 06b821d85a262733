using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>Determines the fault of an edited picture, and which of two attempts is better.</summary>
internal static class EditVerdict
{
    // A smaller share of visibly changed pixels means that nothing happened: the smallest object in a picture covers more.
    private const double Unchanged = 0.003;

    // An edit of one object that changes more than this share has changed the picture.
    private const double Local = 0.6;

    // Another style has other noise: StickerTown's ideal pictures up to 2.7 times their sources', what the describer sees as the style up to 4.2.
    private const double StyleNoise = 2;

    /// <summary>Returns the most serious fault of an edit.</summary>
    /// <param name="plan">The request.</param>
    /// <param name="check">The check of the picture.</param>
    /// <param name="measures">The difference from the picture before.</param>
    /// <param name="open">Share of the picture that is allowed to change (the mask), above 0 and at most 1.</param>
    public static EditFault Judge(EditPlan plan, EditCheck check, PictureComparison measures, double open = 1)
    {
        var changes = plan.SourcePrompt != plan.TargetPrompt;
        return check switch
        {
            _ when IsDamaged(plan, check) => EditFault.Damaged,
            { ShowsRequest: not true } when changes && measures.ChangedFraction < Unchanged * open => EditFault.Unchanged,
            { ShowsRequest: false } => EditFault.NotSeen,
            { Changes.Count: > 0 } => EditFault.Collateral,
            { ShowsRequest: null } when EditPresets.IsBounded(plan.EditType) && measures.ChangedFraction > Local => EditFault.Collateral,
            _ => EditFault.None,
        };
    }

    /// <summary>
    /// Returns whether one attempt is better than another: it shows what was requested, is sound, leaves other things alone, and keeps
    /// more of the rest.
    /// </summary>
    public static bool IsBetter(EditAttempt one, EditAttempt other) => Rank(one).CompareTo(Rank(other)) > 0;

    /// <summary>
    /// Returns whether one attempt came closer to the request than another although neither shows it: this one is sound and came
    /// later.
    /// </summary>
    public static bool IsCloser(EditAttempt one, EditAttempt other) =>
        one.Check.Fault is EditFault.NotSeen or EditFault.Unchanged && other.Check.Fault is EditFault.NotSeen or EditFault.Unchanged;

    private static bool IsDamaged(EditPlan plan, EditCheck check) =>
        check.NoiseRatio > EditCheck.MaxNoise * (plan.EditType == EditType.ChangeStyle ? StyleNoise : 1) || check.Damage > EditCheck.MaxDamage;

    // Of damaged pictures the one more likely to be damaged is the worse, or the noisier one; of sound ones this says nothing.
    private static (bool IsGood, bool Shows, double Soundness, int Kept, double Background) Rank(EditAttempt attempt) =>
        (attempt.Check.Fault == EditFault.None,
        attempt.Check.ShowsRequest ?? attempt.Check.Fault is EditFault.None or EditFault.Collateral,
        attempt.Check.Fault == EditFault.Damaged ? -(attempt.Check.Damage ?? attempt.Check.NoiseRatio) ?? double.NegativeInfinity : 0,
        -(attempt.Check.Changes?.Count ?? 0),
        attempt.Measures.BackgroundPsnr);
}
