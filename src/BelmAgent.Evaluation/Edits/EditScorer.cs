using BelmAgent.Editing.Checks;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Scores edited pictures.</summary>
/// <param name="limits">The limits beyond which a picture counts as broken.</param>
internal sealed class EditScorer(ArtefactLimits limits)
{
    private const double Equal = 99;

    // A smaller share is too little to speak of a background.
    private const double MinBackground = 0.02;

    // An object that stays has its outline just inside the mask of a change around it, which reaches 3 pixels over the object, at 128×128.
    private const int OutlineReach = 4;

    // Half of similarity's window: closer to the mask, it would measure the edit.
    private const int WindowReach = 5;

    // Less than half the ideal's distance is closer to the source than to the ideal.
    private const double HalfWay = 0.5;

    /// <summary>Scores an edit.</summary>
    /// <param name="reference">The reference for the comparison.</param>
    /// <param name="edited">The result.</param>
    /// <param name="check">Its check, as the app makes it.</param>
    /// <param name="evaluations">Number of UNet row evaluations.</param>
    /// <param name="seconds">Seconds.</param>
    public EditScore Score(PairReference reference, EditedPicture edited, EditCheck check, int evaluations, double seconds)
    {
        var (pair, image, labels, source) = (reference.Pair, edited.Image, edited.Seen.Labels, reference.Picture);
        var background = pair.Mask.Inverted();
        var (pixels, windows) = background.Count < MinBackground * background.Inside.Length ? (null, null) : (background, pair.Mask.Dilated(WindowReach).Inverted());
        // Only an edit that is not composed shows the autoencoder's own loss.
        var (start, goal, loss) = edited.IsComposed ? (source, pair.Ideal, null) : (reference.SourceReconstruction, reference.IdealReconstruction, reference.SourceReconstruction);
        double? departure = goal is null ? null : Rms(image, start, pair.Mask) / Rms(goal, start, pair.Mask);
        var others = labels.Keys.Where(head => !pair.Asked.ContainsKey(head)).ToList();
        var collateral = others.Where(head => labels[head] != reference.Before.Labels[head]).ToList();
        var success = pair.Asked.All(change => labels[change.Key] == change.Value);
        return new EditScore
        {
            Success = success,
            Unchanged = !success && !(departure >= HalfWay) && pair.Asked.Keys.All(head => labels[head] == reference.Before.Labels[head]),
            Artefacts = limits.Find(edited.LatentMax, edited.Overshoot, edited.Noise, edited.Seen),
            Result = check.Result,
            Changes = check.Changes ?? [],
            Damaged = check.Fault == EditFault.Damaged,
            Damage = check.Damage,
            Collateral = others.Count == 0 ? 0 : (double)collateral.Count / others.Count,
            CollateralHeads = collateral,
            BackgroundPsnr = Outside(loss, pixels, Psnr),
            BackgroundSsim = Outside(loss, windows, ImageComparison.Ssim),
            SourcePsnr = Outside(source, pixels, Psnr),
            SourceSsim = Outside(source, windows, ImageComparison.Ssim),
            OwnPixels = 1 - ImageComparison.ChangedFraction(image, source, threshold: 0),
            Outlines = OutlineAgreement.Of(image, pair.Ideal ?? source, pair.Outlines ?? background.Dilated((int)Math.Round(OutlineReach * OutlineAgreement.ScaleOf(image)))),
            IdealPsnr = pair.Ideal is null ? null : Psnr(image, pair.Ideal),
            InsidePsnr = pair.Ideal is null ? null : Psnr(image, pair.Ideal, pair.Mask),
            IdealReconstructionPsnr = edited.IsComposed || reference.IdealReconstruction is null ? null : Psnr(image, reference.IdealReconstruction),
            Departure = departure is { } value && double.IsFinite(value) ? value : null,
            LatentMax = edited.LatentMax,
            Overshoot = edited.Overshoot,
            Noise = edited.Noise,
            NoiseRatio = check.NoiseRatio,
            Confidence = edited.Seen.Confidences.Values.Min(),
            Seen = edited.Seen.Caption,
            Evaluations = evaluations,
            Seconds = seconds,
        };

        double? Outside(RgbImage? other, ImageMask? where, Func<RgbImage, RgbImage, ImageMask?, double> measure) =>
            other is not null && where is not null && measure(image, other, where) is var measured && double.IsFinite(measured) ? measured : null;
    }

    /// <summary>Returns the score of an edit whose numbers overflowed: it achieved nothing, and there is nothing to compare.</summary>
    /// <param name="evaluations">Number of UNet row evaluations.</param>
    /// <param name="seconds">Seconds.</param>
    public static EditScore NotFinite(int evaluations, double seconds) => new()
    {
        Success = false,
        Unchanged = false,
        Artefacts = [EditArtefact.NotFinite],
        Result = EditOutcome.Failed,
        Changes = [],
        Damaged = true,
        Damage = null,
        Collateral = 1,
        CollateralHeads = [],
        BackgroundPsnr = 0,
        BackgroundSsim = 0,
        SourcePsnr = 0,
        SourceSsim = 0,
        OwnPixels = 0,
        Outlines = 0,
        IdealPsnr = 0,
        InsidePsnr = 0,
        IdealReconstructionPsnr = 0,
        Departure = null,
        LatentMax = null,
        Overshoot = 1,
        Noise = null,
        NoiseRatio = null,
        Confidence = 0,
        Seen = "",
        Evaluations = evaluations,
        Seconds = seconds,
    };

    private static double Psnr(RgbImage first, RgbImage second, ImageMask? mask = null) => Math.Min(ImageComparison.Psnr(first, second, mask), Equal);

    private static double Rms(RgbImage first, RgbImage second, ImageMask mask) => Math.Sqrt(ImageComparison.MeanSquaredError(first, second, mask));
}
