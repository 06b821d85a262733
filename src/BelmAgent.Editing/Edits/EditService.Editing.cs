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
        var resolved = FromRoot(picture, PlanResolver.Resolve(plan, _options));
        var node = Math.Max(2, (int)Math.Round(resolved.Strength!.Value * resolved.Steps!.Value, MidpointRounding.ToEven));
        var evaluations = TargetRun.Evaluations(resolved, node);
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
        var root = parent.Recipe is { Kind: PictureKind.Edited, RootId: { } first } ? await _library.GetAsync(first, cancellationToken) : parent;
        var original = await _library.ReadImageAsync(root.Id, cancellationToken);

        using var lease = await _loader.AcquireAsync(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var run = await Task.Run(() => RunAsync(lease.Pipeline, proposal.Plan, root.Id, original, progress, cancellationToken), cancellationToken);
        Remember(run.Evaluations, start);

        // The autoencoder's own loss is no change of the edit's: the first picture is compared as it comes back from it.
        var before = parent.Id == root.Id ? run.Reconstruction : await _library.ReadImageAsync(parent.Id, cancellationToken);
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
            UnetEvaluations = run.Evaluations,
            Seconds = Since(start),
            Provider = lease.Pipeline.Provider,
        };
    }

    private async Task<EditRun> RunAsync(
        DiffusionPipeline pipeline, EditPlan plan, string rootId, RgbImage original, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
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
        var (target, evaluations) = TargetRun.Sample(
            pipeline, inversion, plan, shape, StageProgress.For("edit", progress, pipeline, shape), cancellationToken);
        return new EditRun(
            pipeline.Autoencoder.Decode(target, shape, cancellationToken),
            pipeline.Autoencoder.Decode(latent, shape, cancellationToken),
            inversion.Metadata.InversionId,
            inversion.Evaluations + evaluations);
    }

    // An edit of an edit starts again from the first picture, whose inversion loses nothing: only the target is new.
    private static EditPlan FromRoot(Picture picture, EditPlan plan) =>
        picture.Recipe is { Kind: PictureKind.Edited, RootId: not null, Plan: { } last } ? plan with { SourcePrompt = last.SourcePrompt } : plan;

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

    private sealed record EditRun(RgbImage Image, RgbImage Reconstruction, string InversionId, int Evaluations);
}
