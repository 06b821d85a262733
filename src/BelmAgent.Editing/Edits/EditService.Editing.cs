using System.Diagnostics;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <content>Edits: proposed, approved, run, checked.</content>
public sealed partial class EditService
{
    /// <inheritdoc/>
    public async Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
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

        var node = Math.Max(2, (int)Math.Round(resolved.Strength!.Value * resolved.Steps!.Value, MidpointRounding.ToEven));
        var evaluations = EditCost.Evaluations(resolved, node);
        var proposal = new EditProposal
        {
            Id = _ids.Next("prop"),
            ImageId = imageId,
            Plan = resolved,
            UnetEvaluations = evaluations,
            EstimatedSeconds = _secondsPerEvaluation is { } seconds ? Math.Round(evaluations * seconds, 1) : null,
        };
        _proposals.Add(proposal);
        return proposal;
    }

    /// <inheritdoc/>
    public async Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var proposal = _proposals.Take(proposalId);
        if (_options.Approval == ApprovalMode.Required && !await _approver.ApproveAsync(proposal, cancellationToken))
        {
            throw new EditRefusedException(proposalId, "The edit was not approved, so nothing was changed: approve it, or configure Belm:Editing:Approval=Automatic.");
        }

        var parent = await _library.GetAsync(proposal.ImageId, cancellationToken);
        var root = RootOf(parent, proposal.Plan) is { } first ? await _library.GetAsync(first, cancellationToken) : parent;
        var original = await _library.ReadImageAsync(root.Id, cancellationToken);
        var mask = proposal.Plan.DirectInversion.MaskId is { } maskId ? await _library.ReadImageAsync(maskId, cancellationToken) : null;

        using var lease = await _loader.AcquireAsync(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var run = await Task.Run(() => RunAsync(lease.Pipeline, proposal.Plan, root.Id, original, mask, progress, cancellationToken), cancellationToken);
        Remember(run.Evaluations, start);

        // The autoencoder's own loss is no change of the edit's: the first picture is compared as it comes back from it, but
        // where a mask kept its pixels there is no such loss.
        var before = parent.Id != root.Id ? await _library.ReadImageAsync(parent.Id, cancellationToken) : mask is null ? run.Reconstruction : original;
        var measures = PictureMeasures.Compare(before, run.Image);
        var describer = lease.Pipeline.Describer;
        var check = EditChecker.Check(
            describer?.Grammar, proposal.Plan, describer?.Describe(original, cancellationToken), describer?.Describe(run.Image, cancellationToken));
        var picture = await _library.AddAsync(run.Image, Recipe(lease.Pipeline, proposal, parent, root, run.InversionId, measures), cancellationToken);
        return new EditResult
        {
            Picture = picture,
            Plan = proposal.Plan,
            Measures = measures,
            Check = check,
            Notes = run.Notes,
            UnetEvaluations = run.Evaluations,
            Seconds = Since(start),
            Provider = lease.Pipeline.Provider,
        };
    }

    private async Task<EditRun> RunAsync(
        DiffusionPipeline pipeline, EditPlan plan, string rootId, RgbImage original, RgbImage? mask, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        var loop = new EditLoop(pipeline, _attention);
        loop.Prepare(plan, cancellationToken);
        var shape = pipeline.Autoencoder.ShapeOf(original.Width, original.Height);
        var latent = pipeline.Autoencoder.Encode(original, cancellationToken);
        var inversion = await _inverter.GetAsync(
            pipeline,
            latent,
            shape,
            new InversionRequest
            {
                ImageId = rootId,
                Prompt = plan.SourcePrompt,
                Sampler = plan.Sampler!,
                Kappa = plan.Kappa,
                Steps = plan.Steps!.Value,
                Strength = plan.Strength!.Value,
            },
            progress,
            cancellationToken);
        var target = loop.Run(
            inversion,
            plan,
            shape,
            mask is null ? null : EditMask.ToCells(mask, shape),
            StageProgress.For("edit", progress, pipeline, shape),
            cancellationToken);
        var edited = pipeline.Autoencoder.Decode(target.Latent, shape, cancellationToken);
        return new EditRun(
            mask is null ? edited : EditMask.Keep(original, edited, mask),
            pipeline.Autoencoder.Decode(latent, shape, cancellationToken),
            inversion.Metadata.InversionId,
            inversion.Evaluations + target.Evaluations,
            target.Notes);
    }

    // An edit of an edit starts again from the first picture, whose inversion loses nothing: only the target is new. But a mask
    // promises that the picture it lies on stays outside it, and the first picture may not look like that; nor does it know of
    // a mask that was used on the way.
    private static string? RootOf(Picture picture, EditPlan plan) =>
        picture.Recipe is { Kind: PictureKind.Edited, RootId: { } root, Plan.DirectInversion.MaskId: null } && plan.DirectInversion.MaskId is null ? root : null;

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

    private static PictureRecipe Recipe(
        DiffusionPipeline pipeline, EditProposal proposal, Picture parent, Picture root, string inversionId, PictureComparison measures) => new()
        {
            Kind = PictureKind.Edited,
            ParentId = parent.Id,
            RootId = root.Id,
            InversionId = inversionId,
            Caption = proposal.Plan.TargetPrompt,
            Plan = proposal.Plan,
            Seed = proposal.Plan.Seed,
            Steps = proposal.Plan.Steps,
            Guidance = proposal.Plan.Guidance,
            Sampler = proposal.Plan.Sampler,
            Kappa = proposal.Plan.Kappa,
            ModelHash = pipeline.Folder.Hash,
            Provider = pipeline.Provider,
            Measures = new Dictionary<string, double>
            {
                ["psnr"] = measures.Psnr,
                ["background_psnr"] = measures.BackgroundPsnr,
                ["ssim"] = measures.Ssim,
                ["changed_fraction"] = measures.ChangedFraction,
            },
            AppVersion = AppVersion.Current,
        };

    private sealed record EditRun(RgbImage Image, RgbImage Reconstruction, string InversionId, int Evaluations, IReadOnlyList<string> Notes);
}
