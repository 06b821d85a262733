using System.Diagnostics;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Imaging;

namespace BelmAgent.Editing;

/// <summary>Edits images: proposes an edit of a plan, has it approved, and runs it.</summary>
/// <remarks>
/// Safe to share between threads: edits wait for the model in order of arrival. Approval, limits, ids and the audit are enforced here,
/// whatever the front end.
/// </remarks>
public sealed class ImageEditor
{
    private delegate Task<Picture> SavePicture(RgbImage image, PictureRecipe recipe, CancellationToken cancellationToken);

    private readonly IOperationRunner _runner;
    private readonly ModelAccess _model;
    private readonly PictureLibrary _library;
    private readonly ProposalStore _proposals;
    private readonly EditAttempts _attempts;
    private readonly EditingOptions _options;

    internal ImageEditor(IOperationRunner runner, ModelAccess model, PictureLibrary library, ProposalStore proposals, EditAttempts attempts, EditingOptions options) =>
        (_runner, _model, _library, _proposals, _attempts, _options) = (runner, model, library, proposals, attempts, options);

    /// <summary>Fills a plan's open settings, checks its limits, and keeps it as a proposal that can be approved.</summary>
    /// <param name="imageId">The image to edit.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="LimitExceededException">A setting is out of range, or two do not go together.</exception>
    /// <exception cref="ModelException"><c>prompts_not_taken</c>: the model takes no prompt.</exception>
    public Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var operation = new Operation("propose_edit", OperationKind.Read) { Arguments = [new("image_id", imageId), new("plan", plan)] };
        return _runner.RunAsync(operation, scope => MakeProposalAsync(imageId, plan, scope), cancellationToken: cancellationToken);
    }

    /// <summary>Has a proposal approved before it runs: by the approver, unless approval is automatic or was given before.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>.</param>
    /// <param name="cancellationToken">Stops the question; the proposal then still waits.</param>
    /// <returns>The approval, of this proposal and no other.</returns>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved, and waits no more.</exception>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    public Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("approve_edit", OperationKind.Read) { Arguments = [new("proposal_id", proposalId)] },
        async scope =>
        {
            using var claim = _proposals.Claim(proposalId);
            var approval = await claim.AuthorizeAsync(scope.CancellationToken);
            scope.AddApproval(approval);
            return approval;
        },
        cancellationToken: cancellationToken);

    /// <summary>Records that a user approved a proposal at a front end that asks by its own means, such as a button.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>.</param>
    /// <param name="by">The front end's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <remarks>For front ends alone: a language model must not be able to call it.</remarks>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return _runner.RunAsync(
            new Operation("approve_edit", OperationKind.Read) { Arguments = [new("proposal_id", proposalId)] },
            scope =>
            {
                scope.CancellationToken.ThrowIfCancellationRequested();
                using var claim = _proposals.Claim(proposalId);
                var approval = claim.Approve(by);
                scope.AddApproval(approval);
                return Task.FromResult(approval);
            },
            cancellationToken: cancellationToken);
    }

    /// <summary>Finds a proposal that waits, for a front end that shows it to its user.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    public Task<WaitingProposal> GetProposalAsync(string proposalId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("get_proposal", OperationKind.Find) { Arguments = [new("proposal_id", proposalId)] },
        scope =>
        {
            scope.CancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(_proposals.Get(proposalId));
        },
        cancellationToken: cancellationToken);

    /// <summary>Records that a user refused a proposal at a front end that asks by its own means; it waits no more.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    public async Task RefuseAsync(string proposalId, CancellationToken cancellationToken = default) => await _runner.RunAsync(
        new Operation("refuse_edit", OperationKind.Read) { Arguments = [new("proposal_id", proposalId)] },
        scope =>
        {
            scope.CancellationToken.ThrowIfCancellationRequested();
            using var claim = _proposals.Claim(proposalId);
            return Task.FromResult(claim.Refuse());
        },
        cancellationToken: cancellationToken);

    /// <summary>
    /// Runs a proposal once it is approved: inverts, edits, checks, tries again with one setting changed where the check finds a fault,
    /// and saves the best attempt.
    /// </summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>. Each proposal runs once.</param>
    /// <param name="progress">Receives each step, and each attempt when it is judged. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved; nothing ran.</exception>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    /// <exception cref="EditStoppedException">It was stopped after an attempt had been finished; the best is kept.</exception>
    public Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunEditAsync(proposalId, _library.AddAsync, progress, cancellationToken);

    /// <summary>Runs a proposal like <see cref="EditAsync"/>, but only stages the picture: <see cref="PictureLibrary.PublishAsync"/> puts it into the library.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>. Each proposal runs once.</param>
    /// <param name="progress">Receives each step, and each attempt when it is judged. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved; nothing ran.</exception>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    /// <exception cref="EditStoppedException">It was stopped after an attempt had been finished; the best is staged.</exception>
    public Task<EditResult> StageAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunEditAsync(proposalId, _library.StageAsync, progress, cancellationToken);

    private async Task<EditResult> RunEditAsync(string proposalId, SavePicture save, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        using var claim = _proposals.Claim(proposalId);
        var operation = new Operation("edit_image", OperationKind.Change)
        {
            Arguments = [new("proposal_id", proposalId, Tag: BelmTags.ProposalId)],
            Approve = claim.AuthorizeAsync,
            Span = "edit",
            MakesImage = true,
            IsEdit = true,
        };
        return await _runner.RunAsync(operation, scope => RunAsync(claim.Begin(), save, scope), progress, cancellationToken);
    }

    private async Task<EditProposal> MakeProposalAsync(string imageId, EditPlan plan, OperationScope scope)
    {
        if (!_model.Folder.TakesPrompts)
        {
            throw ModelException.TakesNoPrompts(_model.Folder.Path);
        }

        var picture = await _library.GetAsync(imageId, scope.CancellationToken);
        if (picture.Recipe.Kind == PictureKind.Mask)
        {
            throw new LimitExceededException("image_id", imageId, "an image that is not a mask");
        }

        if (plan.Frame?.Window?.Region is { } window && !window.IsInside(picture.Width, picture.Height))
        {
            throw new LimitExceededException("window", plan.Frame.Window, $"a part of the image, which has {picture.Width}×{picture.Height} pixels");
        }

        var resolved = PlanResolver.Resolve(FromRoot(picture, plan), _options, _model.Folder.EditDefaults);
        if (resolved.DirectInversion.MaskId is { } maskId)
        {
            ThrowIfNoMaskOf(picture, await _library.GetAsync(maskId, scope.CancellationToken));
        }

        var evaluations = EditCost.Evaluations(resolved, GridFactory.NodeForStrength(_options.TimeGrid, _model.Folder, resolved.Steps!.Value, resolved.Strength!.Value));
        var proposal = new EditProposal
        {
            Id = _proposals.NewId(),
            ImageId = imageId,
            Plan = resolved,
            UnetEvaluations = evaluations,
            MaxAttempts = resolved.Attempts!.Value,
            EstimatedSeconds = _model.SecondsPerEvaluation is { } seconds ? Math.Round(evaluations * seconds, 1) : null,
        };
        _proposals.Add(proposal, plan);
        scope.AddProposal(proposal.Id);
        return proposal;
    }

    private async Task<EditResult> RunAsync(PendingEdit pending, SavePicture save, OperationScope scope)
    {
        var proposal = pending.Proposal;
        var pictures = await OpenAsync(proposal, scope.CancellationToken);
        var start = Stopwatch.GetTimestamp();
        var loop = new AttemptLoop<EditedImage>(proposal.MaxAttempts, pending.Asked, _options.MaxSteps, scope);
        var outcome = await loop.RunAsync(
            proposal.Plan,
            (plan, number, change, _) => scope.StepAsync(
                "edit.attempt", step => _attempts.RunAsync(pictures, plan, number, change, step), AttemptProgress.Create(scope.Progress, number)),
            scope.CancellationToken);

        // What was finished is kept, also when the user wants no further attempt.
        var picture = await save(outcome.Made.Image, outcome.Made.Recipe(outcome.Best, pictures, pending), CancellationToken.None);
        var result = new EditResult
        {
            Picture = picture,
            Plan = outcome.Best.Plan,
            Measures = outcome.Best.Measures,
            Check = outcome.Best.Check,
            AttemptLog = outcome.All,
            ApprovedBy = pending.Approval!.By,
            Notes = [.. outcome.Made.Notes, .. new[] { PictureNotes.ForFailure(outcome.Failure) }.OfType<string>()],
            Flagged = outcome.Made.Flagged,
            UnetEvaluations = outcome.All.Sum(attempt => attempt.UnetEvaluations),
            CheckEvaluations = outcome.All.Sum(attempt => attempt.CheckEvaluations),
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
            Provider = outcome.Made.Provider,
        };
        scope.AddImage(result.ImageId);
        scope.AddPlan(result.Plan);
        scope.AddCost(result.UnetEvaluations, result.Provider, result.CheckEvaluations);
        scope.AddAttempts(result.Attempts);
        scope.AddCheck(result.Check);
        return outcome.IsStopped ? throw new EditStoppedException(result, scope.CancellationToken) : result;
    }

    private async Task<EditedPictures> OpenAsync(EditProposal proposal, CancellationToken cancellationToken)
    {
        var parent = await _library.GetAsync(proposal.ImageId, cancellationToken);
        var root = RootOf(parent, proposal.Plan) is { } first ? await _library.GetAsync(first, cancellationToken) : parent;
        return new EditedPictures(
            parent,
            root,
            await _library.ReadImageAsync(root.Id, cancellationToken),
            parent.Id == root.Id ? null : await _library.ReadImageAsync(parent.Id, cancellationToken),
            proposal.Plan.DirectInversion.MaskId is { } maskId ? EditMask.Read(await _library.ReadImageAsync(maskId, cancellationToken)) : null,
            await ListKindsAsync(root, parent, cancellationToken));
    }

    private async Task<IReadOnlyList<EditType>> ListKindsAsync(Picture root, Picture parent, CancellationToken cancellationToken)
    {
        var (kinds, seen) = (new List<EditType>(), new HashSet<string>());
        try
        {
            for (var at = parent; at.Id != root.Id && seen.Add(at.Id); at = await _library.GetAsync(at.ParentId ?? root.Id, cancellationToken))
            {
                kinds.Add(at.Recipe.Plan?.EditType ?? EditType.Random);
            }
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            // A picture in between was deleted: what it was edited for cannot be known.
            kinds.Add(EditType.Random);
        }

        return kinds;
    }

    private static void ThrowIfNoMaskOf(Picture picture, Picture mask)
    {
        if (mask.Recipe.Kind != PictureKind.Mask || (mask.Width, mask.Height) != (picture.Width, picture.Height))
        {
            throw new LimitExceededException(
                "mask_id", $"a {mask.Recipe.Kind.ToString().ToLowerInvariant()} image of {mask.Width}×{mask.Height}",
                $"a mask of {picture.Width}×{picture.Height}, the size of the image");
        }
    }

    // An edit of an edit starts again from the first picture, whose inversion loses nothing: only the target is new. But a mask
    // promises that the picture it lies on stays outside it, and the first picture may not look like that; nor does it know of
    // a mask that was used on the way. A window is such a promise too.
    private static string? RootOf(Picture picture, EditPlan plan) =>
        picture.Recipe is { Kind: PictureKind.Edited, RootId: { } root, Plan: { DirectInversion.MaskId: null } last }
        && plan.DirectInversion.MaskId is null && !IsPart(last.Frame) && !IsPart(plan.Frame) && plan.Start != EditStart.Picture
            ? root
            : null;

    private static bool IsPart(FrameSetting? frame) => frame is { Window.Region: not null } or { Fit: PictureFit.Crop };

    // What bounds the last edit alone must not close on what the earlier ones changed elsewhere.
    private EditPlan FromRoot(Picture picture, EditPlan plan)
    {
        if (RootOf(picture, plan) is null)
        {
            return plan;
        }

        var last = picture.Recipe.Plan!;
        var unbounded = last.DirectInversion.Blend is null or BlendKind.None;
        var merged = plan with
        {
            SourcePrompt = last.SourcePrompt,
            EditType = unbounded && EditPresets.IsBounded(plan.EditType) ? EditType.Random : plan.EditType,
        };

        // A sky that was changed before is drawn again: it should come out as the user knows it.
        var redraws = unbounded && plan.EditType != EditType.ChangeBackground && picture.Recipe.Asked is { LeavesSampling: true };
        return redraws && plan.LeavesSampling && _options.Sampler is null
            ? merged with { Sampler = last.Sampler, TargetSampler = last.TargetSampler, Parameters = last.Parameters }
            : merged;
    }
}
