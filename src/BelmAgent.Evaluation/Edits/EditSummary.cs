using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The results of one method on one kind of edits, or on all.</summary>
/// <remarks>
/// Shares refer to <see cref="Count"/>. Means are over the edits that have the measure. Immutable and safe to share between threads.
/// </remarks>
public sealed record EditSummary
{
    /// <summary>The value of <see cref="Kind"/> for all kinds.</summary>
    public const string AllKinds = "all";

    /// <summary>Gets the method, with its name.</summary>
    [JsonPropertyName("method")]
    public required EditMethod Method { get; init; }

    /// <summary>Gets the kind of edits, or <see cref="AllKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Gets the number of edits, at least 1.</summary>
    [JsonPropertyName("count")]
    public required int Count { get; init; }

    /// <summary>Gets the share of edits that achieved everything requested, 0 to 1.</summary>
    [JsonPropertyName("success")]
    public required double Success { get; init; }

    /// <summary>Gets the share of edits without effect, 0 to 1.</summary>
    [JsonPropertyName("unchanged")]
    public required double Unchanged { get; init; }

    /// <summary>Gets the share of edits whose picture is broken, 0 to 1.</summary>
    [JsonPropertyName("artefact")]
    public required double Artefact { get; init; }

    /// <summary>Gets the share of edits that succeeded with nothing else changed or broken, 0 to 1.</summary>
    [JsonPropertyName("clean")]
    public required double Clean { get; init; }

    /// <summary>Gets the share of edits that pass the app's own check, 0 to 1.</summary>
    [JsonPropertyName("passed")]
    public required double Passed { get; init; }

    /// <summary>Gets the share of edits that pass it, but with changes that nobody asked for, 0 to 1.</summary>
    [JsonPropertyName("passed_with_changes")]
    public required double PassedWithChanges { get; init; }

    /// <summary>Gets the share of edits whose picture that check finds damaged, 0 to 1.</summary>
    [JsonPropertyName("damaged")]
    public required double Damaged { get; init; }

    /// <summary>Gets the share of the other attributes that changed, 0 to 1, averaged over the edits.</summary>
    [JsonPropertyName("collateral")]
    public required double Collateral { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.BackgroundPsnr"/>, in dB; null if no edit has a background.</summary>
    [JsonPropertyName("background_psnr")]
    public required double? BackgroundPsnr { get; init; }

    /// <summary>Gets the 95 % interval of <see cref="BackgroundPsnr"/>; null for fewer than two edits with a background.</summary>
    [JsonIgnore]
    public ConfidenceInterval? BackgroundPsnrInterval { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.BackgroundSsim"/>.</summary>
    [JsonPropertyName("background_ssim")]
    public required double? BackgroundSsim { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.SourcePsnr"/>, in dB; null if no edit has a background.</summary>
    [JsonPropertyName("source_psnr")]
    public required double? SourcePsnr { get; init; }

    /// <summary>Gets the 95 % interval of <see cref="SourcePsnr"/>; null for fewer than two edits with a background.</summary>
    [JsonIgnore]
    public ConfidenceInterval? SourcePsnrInterval { get; init; }

    /// <summary>
    /// Gets the median of <see cref="EditScore.SourcePsnr"/>, in dB; null if no edit has a background. Edits whose background is the
    /// source's own count as 99 dB, which moves the mean but not the median.
    /// </summary>
    [JsonPropertyName("source_psnr_median")]
    public required double? SourcePsnrMedian { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.SourceSsim"/>.</summary>
    [JsonPropertyName("source_ssim")]
    public required double? SourceSsim { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.OwnPixels"/>, 0 to 1.</summary>
    [JsonPropertyName("own_pixels")]
    public required double OwnPixels { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.Outlines"/>, 0 to 1; null if no edit has outlines.</summary>
    [JsonPropertyName("outlines")]
    public required double? Outlines { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.IdealPsnr"/>, in dB; null if no ideal is known.</summary>
    [JsonPropertyName("ideal_psnr")]
    public required double? IdealPsnr { get; init; }

    /// <summary>Gets the 95 % interval of <see cref="IdealPsnr"/>; null for fewer than two edits.</summary>
    [JsonIgnore]
    public ConfidenceInterval? IdealPsnrInterval { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.InsidePsnr"/>, in dB; null if no ideal is known.</summary>
    [JsonPropertyName("inside_psnr")]
    public required double? InsidePsnr { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.IdealReconstructionPsnr"/>, in dB; null if no ideal is known.</summary>
    [JsonPropertyName("ideal_reconstruction_psnr")]
    public required double? IdealReconstructionPsnr { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.Departure"/>.</summary>
    [JsonPropertyName("departure")]
    public required double? Departure { get; init; }

    /// <summary>Gets the maximum <see cref="EditScore.LatentMax"/>; null if one overflowed.</summary>
    [JsonPropertyName("latent_max")]
    public required double? LatentMax { get; init; }

    /// <summary>Gets the mean of <see cref="EditScore.NoiseRatio"/>; null if every edit overflowed.</summary>
    [JsonPropertyName("noise_ratio")]
    public required double? NoiseRatio { get; init; }

    /// <summary>Gets the mean number of attempts, at least 1.</summary>
    [JsonPropertyName("attempts")]
    public required double Attempts { get; init; }

    /// <summary>Gets the mean UNet row evaluations of the edits that did not overflow.</summary>
    [JsonPropertyName("evaluations")]
    public required double? Evaluations { get; init; }

    /// <summary>Gets the mean seconds of the edits that did not overflow.</summary>
    [JsonPropertyName("seconds")]
    public required double? Seconds { get; init; }

    /// <summary>Gets the 95 % interval of one of the shares.</summary>
    /// <param name="share">A share of <see cref="Count"/>, such as <see cref="Success"/>.</param>
    public ConfidenceInterval IntervalOf(double share) => ConfidenceInterval.ForShare(share, Count);

    /// <summary>Summarises records: for each method all kinds together, then each kind with edits.</summary>
    /// <param name="methods">The methods, in the order of the tables.</param>
    /// <param name="kinds">The kinds, in the order of the tables.</param>
    /// <param name="records">Any records; those of other methods or kinds are ignored.</param>
    public static IReadOnlyList<EditSummary> Create(IReadOnlyList<EditMethod> methods, IReadOnlyList<string> kinds, IReadOnlyList<EditRecord> records)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(records);
        var byMethod = records.ToLookup(record => record.Method.Canonical());
        return
        [
            .. from method in methods
               let own = byMethod[method.Canonical()].Where(record => kinds.Contains(record.Kind)).ToList()
               from kind in kinds.Prepend(AllKinds)
               let scores = own.Where(record => kind == AllKinds || record.Kind == kind).Select(record => record.Score).ToList()
               where scores.Count > 0
               select Create(method, kind, scores),
        ];
    }

    private static EditSummary Create(EditMethod method, string kind, List<EditScore> scores)
    {
        double Share(Func<EditScore, bool> holds) => (double)scores.Count(holds) / scores.Count;
        var finite = scores.Where(score => !score.Artefacts.Contains(EditArtefact.NotFinite)).ToList();
        return new EditSummary
        {
            Method = method,
            Kind = kind,
            Count = scores.Count,
            Success = Share(score => score.Success),
            Unchanged = Share(score => score.Unchanged),
            Artefact = Share(score => score.Artefacts.Count > 0),
            Clean = Share(score => score.Clean),
            Passed = Share(score => score.Result == EditOutcome.Passed),
            PassedWithChanges = Share(score => score.Result == EditOutcome.PassedWithChanges),
            Damaged = Share(score => score.Damaged),
            Collateral = scores.Average(score => score.Collateral),
            BackgroundPsnr = scores.Average(score => score.BackgroundPsnr),
            BackgroundPsnrInterval = ConfidenceInterval.ForMean(scores.Select(score => score.BackgroundPsnr)),
            BackgroundSsim = scores.Average(score => score.BackgroundSsim),
            SourcePsnr = scores.Average(score => score.SourcePsnr),
            SourcePsnrInterval = ConfidenceInterval.ForMean(scores.Select(score => score.SourcePsnr)),
            SourcePsnrMedian = Median(scores.Select(score => score.SourcePsnr)),
            SourceSsim = scores.Average(score => score.SourceSsim),
            OwnPixels = scores.Average(score => score.OwnPixels),
            Outlines = scores.Average(score => score.Outlines),
            IdealPsnr = scores.Average(score => score.IdealPsnr),
            IdealPsnrInterval = ConfidenceInterval.ForMean(scores.Select(score => score.IdealPsnr)),
            InsidePsnr = scores.Average(score => score.InsidePsnr),
            IdealReconstructionPsnr = scores.Average(score => score.IdealReconstructionPsnr),
            Departure = scores.Average(score => score.Departure),
            LatentMax = scores.Any(score => score.LatentMax is null) ? null : scores.Max(score => score.LatentMax),
            NoiseRatio = scores.Average(score => score.NoiseRatio),
            Attempts = scores.Average(score => score.Attempts),
            Evaluations = finite.Count == 0 ? null : finite.Average(score => score.Evaluations),
            Seconds = finite.Count == 0 ? null : finite.Average(score => score.Seconds),
        };
    }

    private static double? Median(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().Order().ToList();
        return known.Count == 0 ? null : (known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2;
    }
}
