using System.Diagnostics;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Editing.Telemetry;
using BelmAgent.Editing.Turns;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <content>Edits: proposed, approved, run, checked.</content>
public sealed partial class EditService
{
    /// <inheritdoc/>
    public async Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!_loader.Folder.TakesPrompts)
        {
            throw ModelException.TakesNoPrompts(_loader.Folder.Path);
        }

        var picture = await _library.GetAsync(imageId, cancellationToken);
        if (picture.Recipe.Kind == PictureKind.Mask)
        {
            throw new LimitExceededException("image_id", imageId, "a picture: this is a mask over one");
        }

        var resolved = PlanResolver.Resolve(FromRoot(picture, plan), _options, _loader.Folder.EditDefaults);
        if (resolved.DirectInversion.MaskId is { } maskId)
        {
            var mask = await _library.GetAsync(maskId, cancellationToken);
            if (mask.Recipe.Kind != PictureKind.Mask || (mask.Width, mask.Height) != (picture.Width, picture.Height))
            {
                throw new LimitExceededException(
                    "mask_id", $"a {mask.Recipe.Kind.ToString().ToLowerInvariant()} picture of {mask.Width}×{mask.Height}",
                    $"a mask of {picture.Width}×{picture.Height}, the size of what it masks");
            }
        }

        var evaluations = EditCost.Evaluations(resolved, GridFactory.NodeForStrength(_options.TimeGrid, _loader.Folder, resolved.Steps!.Value, resolved.Strength!.Value));
        var proposal = new EditProposal
        {
            Id = _ids.Next("prop"),
            ImageId = imageId,
            Plan = resolved,
            UnetEvaluations = evaluations,
            MaxAttempts = resolved.Attempts!.Value,
            EstimatedSeconds = _secondsPerEvaluation is { } seconds ? Math.Round(evaluations * seconds, 1) : null,
        };
        _proposals.Add(new PendingEdit(proposal, plan));
        return proposal;
    }

    /// <inheritdoc/>
    public async Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default)
    {
        // A person is not asked about what could not run anyway.
        TurnBudget.ThrowIfSpent();
        var pending = await AuthorizeAsync(_proposals.Take(proposalId), cancellationToken);
        _proposals.Return(pending);
        return pending.Approval!;
    }

    /// <inheritdoc/>
    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        cancellationToken.ThrowIfCancellationRequested();
        var approved = Approve(_proposals.Take(proposalId), by);
        _proposals.Return(approved);
        return Task.FromResult(approved.Approval!);
    }

    /// <inheritdoc/>
    public async Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TurnBudget.ThrowIfSpent();
        var pending = await AuthorizeAsync(_proposals.Take(proposalId), cancellationToken);
        Spend(pending);
        var proposal = pending.Proposal;
        var parent = await _library.GetAsync(proposal.ImageId, cancellationToken);
        var root = RootOf(parent, proposal.Plan) is { } first ? await _library.GetAsync(first, cancellationToken) : parent;
        var edited = new EditedPictures(
            parent,
            root,
            await _library.ReadImageAsync(root.Id, cancellationToken),
            parent.Id == root.Id ? null : await _library.ReadImageAsync(parent.Id, cancellationToken),
            proposal.Plan.DirectInversion.MaskId is { } maskId ? await _library.ReadImageAsync(maskId, cancellationToken) : null);

        var start = Stopwatch.GetTimestamp();
        var outcome = await new AttemptLoop<EditRun>(proposal.MaxAttempts, pending.Asked, _options.MaxSteps).RunAsync(
            proposal.Plan, (plan, number, change, token) => TraceAsync(plan, number, () => TryAsync(edited, plan, number, change, progress, token)), cancellationToken);

        // What was finished is kept, also when the person wants no further attempt.
        var picture = await _library.AddAsync(outcome.Made.Image, Recipe(outcome, edited, pending), CancellationToken.None);
        var result = new EditResult
        {
            Picture = picture,
            Plan = outcome.Best.Plan,
            Measures = outcome.Best.Measures,
            Check = outcome.Best.Check,
            AttemptLog = outcome.All,
            ApprovedBy = pending.Approval!.By,
            Notes = [.. outcome.Made.Notes, .. new[] { PictureNotes.OfFailure(outcome.Failure), PictureNotes.OfCut(edited.ParentPicture) }.OfType<string>()],
            Flagged = outcome.Made.Flagged,
            UnetEvaluations = outcome.All.Sum(attempt => attempt.UnetEvaluations),
            CheckEvaluations = outcome.All.Sum(attempt => attempt.CheckEvaluations),
            Seconds = Since(start),
            Provider = outcome.Made.Provider,
        };
        return outcome.IsStopped ? throw new EditStoppedException(result, cancellationToken) : result;
    }

    private void Spend(PendingEdit pending)
    {
        try
        {
            TurnBudget.Spend();
        }
        catch (LimitExceededException)
        {
            // It can still run in the next turn.
            _proposals.Return(pending);
            throw;
        }
    }

    private async Task<PendingEdit> AuthorizeAsync(PendingEdit pending, CancellationToken cancellationToken)
    {
        if (pending.Approval is not null)
        {
            return pending;
        }

        if (_options.Approval == ApprovalMode.Automatic)
        {
            return Approve(pending, EditApproval.Automatic);
        }

        bool isApproved;
        try
        {
            isApproved = await _approver.ApproveAsync(pending.Proposal, cancellationToken);
        }
        catch
        {
            // Nobody has said no: the question can be put again.
            _proposals.Return(pending);
            throw;
        }

        return isApproved
            ? Approve(pending, _approver.Name)
            : throw (_approver is RefusingApprover ? RefusingApprover.Refusal() : EditErrors.NotApproved());
    }

    private PendingEdit Approve(PendingEdit pending, string by) => pending with { Approval = new EditApproval(pending.Proposal.Id, by, _clock.GetUtcNow()) };

    private Task<(EditAttempt Attempt, EditRun Made)> TraceAsync(EditPlan plan, int number, Func<Task<(EditAttempt Attempt, EditRun Made)>> attempt) =>
        BelmTelemetry.TraceAsync("edit.attempt", async span =>
        {
            span?.SetTag(BelmTags.Attempt, number);
            span.SetPlan(plan, _telemetry);
            var (tried, made) = await attempt();
            span.SetAttempt(tried, made.Provider);
            return (tried, made);
        });

    private async Task<(EditAttempt Attempt, EditRun Made)> TryAsync(
        EditedPictures pictures, EditPlan plan, int number, string? change, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        var told = AttemptProgress.Of(progress, number);
        EditRun run;
        EditCheck check;
        using (var lease = await AcquireAsync(cancellationToken))
        {
            var start = Stopwatch.GetTimestamp();
            run = await Task.Run(() => RunAsync(lease.Pipeline, plan, pictures, told, cancellationToken), cancellationToken);
            Remember(run.Evaluations, start);
            var describer = lease.Pipeline.Describer;
            var after = describer?.Describe(run.Image, cancellationToken);
            check = EditChecker.Check(describer?.Grammar, plan, describer?.Describe(pictures.Original, cancellationToken), after);
            run = run with { Caption = EditChecker.Complete(describer?.Grammar, plan, after) };
        }

        // The autoencoder's own loss is no change of the edit's: the first picture is compared as it comes back from it, but
        // where a mask kept its pixels there is no such loss.
        var measures = PictureMeasures.Compare(pictures.Parent ?? (pictures.Mask is null ? run.Reconstruction : pictures.Original), run.Image);
        check = await AskCriticsAsync(check, new JudgedEdit(plan, pictures.Original, run.Image), cancellationToken) with { NoiseRatio = run.NoiseRatio };
        var attempt = new EditAttempt
        {
            Number = number,
            Change = change,
            Plan = plan,
            Check = check with { Fault = EditVerdict.Of(plan, check, measures, pictures.Mask is null ? 1 : EditMask.Share(pictures.Mask)) },
            Measures = measures,
            UnetEvaluations = run.Evaluations,
            CheckEvaluations = NoiseReading.Evaluations,
        };
        told?.Report(new EditProgress(EditProgress.Checked, 1, 1) { Finished = attempt });
        return (attempt, run);
    }

    private static Task<HeldInversion> TraceInversionAsync(string imageId, EditPlan plan, string provider, Func<Task<HeldInversion>> invert) =>
        BelmTelemetry.TraceAsync("invert", async span =>
        {
            span.SetId(BelmTags.ImageId, imageId);
            span.SetSampling(plan.Sampler, plan.Steps, guidance: null);
            var inversion = await invert();
            span.SetCost(inversion.Evaluations, provider);
            return inversion;
        });

    private async ValueTask<EditCheck> AskCriticsAsync(EditCheck check, JudgedEdit edit, CancellationToken cancellationToken)
    {
        foreach (var critic in check.Passed is null ? _critics : [])
        {
            try
            {
                if (await critic.JudgeAsync(edit, cancellationToken) is { Passed: not null } told)
                {
                    return told;
                }
            }
            catch (Exception)
            {
                // Nobody's judgement is worth a finished picture, and a person who stops waiting for it keeps the picture too.
            }
        }

        return check;
    }

    private async Task<EditRun> RunAsync(
        DiffusionPipeline pipeline, EditPlan plan, EditedPictures pictures, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        var (original, mask) = (pictures.Original, pictures.Mask);
        var loop = new EditLoop(pipeline, _attention);
        var shape = pipeline.Autoencoder.ShapeOf(original.Width, original.Height);
        loop.Prepare(plan, shape, cancellationToken);
        var latent = pipeline.Autoencoder.Encode(original, cancellationToken);
        var inversion = await TraceInversionAsync(pictures.Root.Id, plan, pipeline.Provider, () => _inverter.GetAsync(
            pipeline,
            latent,
            shape,
            new InversionRequest
            {
                ImageId = pictures.Root.Id,
                Prompt = plan.SourcePrompt,
                Sampler = plan.Sampler!,
                Parameters = SamplerParameters.Of(plan),
                Steps = plan.Steps!.Value,
                Strength = plan.Strength!.Value,
            },
            progress,
            cancellationToken));
        var cells = mask is null ? null : EditMask.ToCells(mask, shape);
        var target = loop.Run(
            inversion,
            plan,
            shape,
            cells,
            StageProgress.For("edit", progress, pipeline, shape),
            cancellationToken);
        var edited = pipeline.Autoencoder.Decode(target.Latent, shape, cancellationToken);
        var reconstruction = pipeline.Autoencoder.Decode(latent, shape, cancellationToken);
        var kept = mask is null ? edited : EditMask.Keep(original, edited, mask);
        // Only now: while it holds the network, the decoder would have to find room beside it.
        using var noise = new NoiseReading(pipeline, shape);
        return new EditRun(
            kept,
            reconstruction,
            noise.Of(target.Latent, cells, cancellationToken) / noise.Of(latent, cells, cancellationToken),
            inversion.Metadata.InversionId,
            inversion.Evaluations + target.Evaluations,
            [.. target.Notes, .. Strangeness(original, reconstruction)],
            pipeline.Folder.Hash,
            pipeline.Provider,
            pipeline.Safety?.IsFlagged(kept, cancellationToken));
    }

    // What the autoencoder cannot give back, the model cannot edit: it was trained on other pictures.
    private static IEnumerable<string> Strangeness(RgbImage original, RgbImage reconstruction) =>
        ImageComparison.Psnr(original, reconstruction) is < LeastEditablePsnr and var psnr
            ? [FormattableString.Invariant($"The model gives this picture back at only {psnr:0} dB even unedited: it knows no pictures like this one, so expect little of an edit.")]
            : [];

    // An edit of an edit starts again from the first picture, whose inversion loses nothing: only the target is new. But a mask
    // promises that the picture it lies on stays outside it, and the first picture may not look like that; nor does it know of
    // a mask that was used on the way.
    private static string? RootOf(Picture picture, EditPlan plan) =>
        picture.Recipe is { Kind: PictureKind.Edited, RootId: { } root, Plan.DirectInversion.MaskId: null }
        && plan.DirectInversion.MaskId is null && plan.Start != EditStart.Picture
            ? root
            : null;

    // What bounds the last edit alone must not close on what the earlier ones changed elsewhere.
    private static EditPlan FromRoot(Picture picture, EditPlan plan)
    {
        if (RootOf(picture, plan) is null)
        {
            return plan;
        }

        var last = picture.Recipe.Plan!;
        var unbounded = last.DirectInversion.Blend is null or BlendKind.None;
        return plan with
        {
            SourcePrompt = last.SourcePrompt,
            EditType = unbounded && EditPresets.IsBounded(plan.EditType) ? EditType.Random : plan.EditType,
        };
    }

    private static PictureRecipe Recipe(AttemptLoop<EditRun>.Outcome outcome, EditedPictures pictures, PendingEdit pending)
    {
        var (plan, measures, run) = (outcome.Best.Plan, outcome.Best.Measures, outcome.Made);
        return SamplerParameters.Of(plan).WriteTo(new()
        {
            Kind = PictureKind.Edited,
            ParentId = pictures.ParentPicture.Id,
            RootId = pictures.Root.Id,
            InversionId = run.InversionId,
            Caption = run.Caption,
            Plan = plan,
            Seed = plan.Seed,
            Steps = plan.Steps,
            Guidance = plan.Guidance,
            Sampler = plan.Sampler,
            ModelHash = run.ModelHash,
            Provider = run.Provider,
            Asked = pending.Asked,
            ApprovedBy = pending.Approval!.By,
            Flagged = run.Flagged,
            Measures = new Dictionary<string, double>
            {
                ["psnr"] = measures.Psnr,
                ["background_psnr"] = measures.BackgroundPsnr,
                ["ssim"] = measures.Ssim,
                ["changed_fraction"] = measures.ChangedFraction,
            },
            AppVersion = AppVersion.Current,
        });
    }

    /// <summary>The pictures of an edit.</summary>
    /// <param name="ParentPicture">The one that was asked about.</param>
    /// <param name="Root">The one whose inversion the edit starts from.</param>
    /// <param name="Original">The root's pixels.</param>
    /// <param name="Parent">The parent's pixels; null where it is the root.</param>
    /// <param name="Mask">White where the picture may change; null for everywhere.</param>
    private sealed record EditedPictures(Picture ParentPicture, Picture Root, RgbImage Original, RgbImage? Parent, RgbImage? Mask);

    private sealed record EditRun(
        RgbImage Image, RgbImage Reconstruction, double NoiseRatio, string InversionId, int Evaluations, IReadOnlyList<string> Notes, string ModelHash, string Provider,
        bool? Flagged)
    {
        /// <summary>What the next edit is planned on.</summary>
        public string Caption { get; init; } = "";
    }
}
