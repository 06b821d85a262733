using System.Diagnostics;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing.Edits;

/// <summary>Makes attempts at edits: waits for the model, inverts, edits, looks at what came out, and judges it.</summary>
/// <remarks>Safe to share between threads: an attempt has the model alone until it asks the critics.</remarks>
internal sealed class EditAttempts(ModelAccess model, Inverter inverter, AttentionControlOptions attention, IEnumerable<IEditCritic> critics)
{
    // What comes back worse than this is edited all the same, and the user is told not to expect much.
    private const double MinEditablePsnr = 20;

    private readonly IEditCritic[] _critics = [.. critics];

    /// <summary>Makes one attempt.</summary>
    /// <param name="pictures">The pictures of the edit.</param>
    /// <param name="plan">The plan to run, every setting filled in.</param>
    /// <param name="number">Which attempt, from 1.</param>
    /// <param name="change">The difference from the previous attempt; null for the first.</param>
    /// <param name="scope">The step that the attempt is.</param>
    public async Task<(EditAttempt Attempt, EditedImage Made)> RunAsync(EditedPictures pictures, EditPlan plan, int number, string? change, OperationScope scope)
    {
        scope.AddAttempts(number);
        scope.AddPlan(plan);
        EditedImage made;
        EditCheck check;
        using (var lease = await model.AcquireAsync(scope.CancellationToken))
        {
            var start = Stopwatch.GetTimestamp();
            made = await Task.Run(() => EditAsync(lease.Pipeline, plan, pictures, scope), scope.CancellationToken);
            model.Remember(made.Evaluations, start);
            (check, made) = Look(lease.Pipeline, plan, made, scope.CancellationToken);
        }

        // Without composition the whole picture passed through the autoencoder, whose own loss is no change of the edit's.
        var measures = PictureMeasures.Compare(Composes(plan) ? pictures.Parent ?? pictures.Original : made.Shown, made.Image);
        check = await AskCriticsAsync(check, new JudgedEdit(plan, made.Before, made.After), scope) with { NoiseRatio = made.NoiseRatio, Damage = made.Damage };
        var attempt = new EditAttempt
        {
            Number = number,
            Change = change,
            Plan = plan,
            Check = check with { Fault = EditVerdict.Judge(plan, check, measures, pictures.Mask is null ? made.SeenShare : EditMask.Share(pictures.Mask)) },
            Measures = measures,
            UnetEvaluations = made.Evaluations,
            CheckEvaluations = NoiseReading.Evaluations,
        };
        scope.AddCost(attempt.UnetEvaluations, made.Provider);
        scope.AddCheck(attempt.Check);
        scope.Progress?.Report(new EditProgress(EditProgress.Checked, 1, 1) { Finished = attempt });
        return (attempt, made);
    }

    private async Task<EditedImage> EditAsync(DiffusionPipeline pipeline, EditPlan plan, EditedPictures pictures, OperationScope scope)
    {
        var (original, mask, cancellationToken) = (pictures.Original, pictures.Mask, scope.CancellationToken);
        var frame = FrameChoice.For(pipeline, plan.Frame, original.Width, original.Height, mask is null ? null : EditMask.Bounds(mask));
        var before = frame.View(original);
        var shape = pipeline.Autoencoder.ShapeOf(before.Width, before.Height);
        var cells = mask is null ? null : EditMask.ToCells(mask, frame, shape);
        if (cells?.Any(cell => cell > 0) is false)
        {
            throw new LimitExceededException("window", EditWindow.From(frame.Region), "a part of the image that shows some of the mask's white");
        }

        var loop = EditLoop.Prepare(pipeline, attention, plan, shape, cancellationToken);
        var latent = pipeline.Autoencoder.Encode(before, cancellationToken);
        var inversion = await scope.StepAsync("invert", async step =>
        {
            step.AddImage(pictures.Root.Id);
            step.AddSampling(plan.Sampler, plan.Steps, guidance: null);
            var held = await inverter.GetAsync(pipeline, latent, shape, InversionRequest.From(pictures.Root.Id, frame, plan), step.Progress, cancellationToken);
            step.AddCost(held.Evaluations, pipeline.Provider);
            return held;
        });
        var target = loop.Run(inversion, cells, StageProgress.For("edit", scope.Progress, pipeline, shape), cancellationToken);
        var edited = pipeline.Autoencoder.Decode(target.Latent, shape, cancellationToken);
        var reconstruction = pipeline.Autoencoder.Decode(latent, shape, cancellationToken);
        var image = Composes(plan)
            ? FrameComposer.Compose(original, frame, reconstruction, edited, target.Mask, shape, mask is null ? default : EditMask.Weights(mask, frame.Scale), pictures.Kinds(plan), cancellationToken)
            : frame.Shown(edited);
        var after = Composes(plan) ? frame.View(image) : edited;
        var autoencoderPsnr = ImageComparison.Psnr(before, reconstruction);
        // Only now: while it holds the network, the decoder would have to find room beside it.
        using var noise = new NoiseReading(pipeline, shape);
        return new EditedImage
        {
            Image = image,
            Before = Composes(plan) ? before : reconstruction,
            After = after,
            Shown = frame.Shown(reconstruction),
            SeenShare = (double)frame.Region.Width * frame.Region.Height / ((double)original.Width * original.Height),
            AutoencoderPsnr = autoencoderPsnr,
            NoiseRatio = noise.Of(target.Latent, cells, cancellationToken) / noise.Of(latent, cells, cancellationToken),
            InversionId = inversion.Metadata.InversionId,
            Evaluations = inversion.Evaluations + target.Evaluations,
            Notes = [.. target.Notes, .. Strangeness(autoencoderPsnr), .. new[] { frame.Note, PictureNotes.ForDepth(pictures.Root) }.OfType<string>()],
            ModelHash = pipeline.Folder.Hash,
            Provider = pipeline.Provider,
            Flagged = pipeline.Safety?.IsFlagged(after, cancellationToken),
        };
    }

    private static (EditCheck Check, EditedImage Made) Look(
        DiffusionPipeline pipeline, EditPlan plan, EditedImage made, CancellationToken cancellationToken)
    {
        var before = pipeline.Describer?.Describe(made.Before, cancellationToken);
        var describer = before is not null && EditChecker.Knows(pipeline.Describer!.Grammar, before, made.AutoencoderPsnr) ? pipeline.Describer : null;
        var after = describer?.Describe(made.After, cancellationToken);
        var check = EditChecker.Check(describer?.Grammar, plan, before, after);
        return (check, made with
        {
            Caption = EditChecker.Complete(describer?.Grammar, plan, after),
            Damage = describer is null || !SoundnessReading.IsFor(describer.Grammar) ? null : SoundnessReading.Of(made.Before, made.After, made.NoiseRatio).Damage,
        });
    }

    private async ValueTask<EditCheck> AskCriticsAsync(EditCheck check, JudgedEdit edit, OperationScope scope)
    {
        foreach (var critic in check.ShowsRequest is null ? _critics : [])
        {
            try
            {
                if (await critic.JudgeAsync(edit, scope.CancellationToken) is { ShowsRequest: not null } judged)
                {
                    return judged;
                }
            }
            catch (Exception e)
            {
                // No judgement is worth a finished picture, and a user who stops waiting for it keeps the picture too.
                scope.PassOver(critic.GetType().Name, e, isExpected: e is OperationCanceledException);
            }
        }

        return check;
    }

    private static bool Composes(EditPlan plan) => plan.Frame?.Compose ?? true;

    // What the autoencoder cannot give back, the model cannot edit: it was trained on other pictures.
    private static IEnumerable<string> Strangeness(double autoencoderPsnr) =>
        autoencoderPsnr < MinEditablePsnr
            ? [FormattableString.Invariant($"Even without an edit, the model reproduces this image at only {autoencoderPsnr:0} dB: it does not know images like this one, so the edit may turn out poorly.")]
            : [];
}

/// <summary>The pictures of an edit.</summary>
/// <param name="ParentPicture">The one that was asked about.</param>
/// <param name="Root">The one whose inversion the edit starts from.</param>
/// <param name="Original">The root's pixels.</param>
/// <param name="Parent">The parent's pixels; null where it is the root.</param>
/// <param name="Mask">Where the picture may change; null for everywhere.</param>
/// <param name="Before">The kinds of the edits that led from the root to the parent, which are made again.</param>
internal sealed record EditedPictures(Picture ParentPicture, Picture Root, RgbImage Original, RgbImage? Parent, ImageMask? Mask, IReadOnlyList<EditType> Before)
{
    /// <summary>Returns the kinds of all changes between the original and the result of a plan.</summary>
    public IReadOnlyCollection<EditType> Kinds(EditPlan plan) => [.. Before, plan.EditType];
}

/// <summary>The result of an attempt, before it is judged.</summary>
internal sealed record EditedImage
{
    /// <summary>The edited picture.</summary>
    public required RgbImage Image { get; init; }

    /// <summary>The original as the model sees it; without composition, as the autoencoder gives it back.</summary>
    public required RgbImage Before { get; init; }

    /// <summary>The edited picture as the model sees it.</summary>
    public required RgbImage After { get; init; }

    /// <summary>The original as the autoencoder gives it back, without what was added around it.</summary>
    public required RgbImage Shown { get; init; }

    /// <summary>The share of the original that the model sees, above 0 and at most 1.</summary>
    public required double SeenShare { get; init; }

    /// <summary>How well the autoencoder gives the original back, in dB.</summary>
    public required double AutoencoderPsnr { get; init; }

    /// <summary>Noise that the model sees in the edited picture, over that of the original.</summary>
    public required double NoiseRatio { get; init; }

    /// <summary>Probability that a user would call the edited picture damaged; null where the describer does not know such pictures.</summary>
    public double? Damage { get; init; }

    public required string InversionId { get; init; }

    public required int Evaluations { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required string ModelHash { get; init; }

    public required string Provider { get; init; }

    public required bool? Flagged { get; init; }

    /// <summary>Gets the caption that the next edit is planned on.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The recipe of the saved picture.</summary>
    public PictureRecipe Recipe(EditAttempt attempt, EditedPictures pictures, PendingEdit pending)
    {
        var (plan, measures) = (attempt.Plan, attempt.Measures);
        return new PictureRecipe
        {
            Kind = PictureKind.Edited,
            ParentId = pictures.ParentPicture.Id,
            RootId = pictures.Root.Id,
            InversionId = InversionId,
            Caption = Caption,
            Plan = plan,
            Seed = plan.Seed,
            Steps = plan.Steps,
            Guidance = plan.Guidance,
            Sampler = plan.Sampler,
            ModelHash = ModelHash,
            Provider = Provider,
            Asked = pending.Asked,
            ApprovedBy = pending.Approval!.By,
            Flagged = Flagged,
            Check = attempt.Check.Result,
            Measures = new Dictionary<string, double>
            {
                ["psnr"] = measures.Psnr,
                ["background_psnr"] = measures.BackgroundPsnr,
                ["ssim"] = measures.Ssim,
                ["changed_fraction"] = measures.ChangedFraction,
            },
            AppVersion = AppVersion.Current,
            Parameters = plan.Parameters,
        };
    }
}
