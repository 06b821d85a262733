using System.Diagnostics;
using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Audit;

/// <summary>Writes every function of the domain down, whoever calls it. Finding or opening a picture by its id is none.</summary>
/// <remarks>
/// What changes something is written down before it begins and again when it ends; where the first cannot be written, it does not begin.
/// What only looks is written down when it ends. Approval is sought before an edit begins, so that its record names who gave it.
/// </remarks>
internal sealed partial class AuditedEditService(IEditService inner, AuditLog log, AuditOptions options, ILogger<AuditedEditService> logger) : IEditService
{
    private AuditArguments Arguments => new(options.IncludePrompts);

    public Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) => ChangeAsync(
        Call("import_image", Arguments.Text("path", path)),
        () => inner.ImportAsync(path, cancellationToken),
        (record, picture) => record with { ImageId = picture.Id });

    public Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default) => ChangeAsync(
        Call("import_image", Arguments),
        () => inner.ImportAsync(content, cancellationToken),
        (record, picture) => record with { ImageId = picture.Id });

    public Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default) => ChangeAsync(
        Call("import_mask", Arguments.Text("image_id", imageId)),
        () => inner.ImportMaskAsync(content, imageId, cancellationToken),
        (record, mask) => record with { ImageId = mask.Id });

    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) => ChangeAsync(
        Call("import_mask", Arguments.Text("path", path).Text("image_id", imageId)),
        () => inner.ImportMaskAsync(path, imageId, cancellationToken),
        (record, mask) => record with { ImageId = mask.Id });

    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) => inner.GetAsync(imageId, cancellationToken);

    public Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default) =>
        inner.OpenReadAsync(imageId, withRecipe, cancellationToken);

    public Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default) => LookAsync(
        Call("describe_image", Arguments.Text("image_id", imageId)), () => inner.DescribeAsync(imageId, cancellationToken));

    public Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) => LookAsync(
        Call("get_caption", Arguments.Text("image_id", imageId)), () => inner.GetCaptionAsync(imageId, cancellationToken));

    public Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arguments = Arguments.Text("prompt", request.Prompt).Number("seed", request.Seed).Number("steps", request.Steps)
            .Number("guidance", request.Guidance).Text("sampler", request.Sampler).Number("kappa", request.Kappa)
            .Number("gamma", request.Gamma).Number("mixing", request.Mixing).Number("alternate", request.Alternate);
        return ChangeAsync(
            Call("generate_image", arguments),
            () => inner.GenerateAsync(request, progress, cancellationToken),
            (record, made) => record with { ImageId = made.ImageId, UnetEvaluations = made.UnetEvaluations });
    }

    public Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arguments = Arguments.Text("image_id", request.ImageId).Text("prompt", request.Prompt).Text("sampler", request.Sampler)
            .Number("kappa", request.Kappa).Number("gamma", request.Gamma).Number("mixing", request.Mixing).Number("alternate", request.Alternate)
            .Number("steps", request.Steps).Number("guidance", request.Guidance).Number("strength", request.Strength)
            .Number<bool>("fixed_point", request.FixedPoint).Number<bool>("measure_round_trip", request.MeasureRoundTrip);
        return ChangeAsync(
            Call("invert_image", arguments),
            () => inner.InvertAsync(request, progress, cancellationToken),
            (record, inverted) => record with { InversionId = inverted.InversionId, UnetEvaluations = inverted.UnetEvaluations });
    }

    public Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) => ChangeAsync(
        Call("reconstruct_image", Arguments.Text("inversion", inversion)),
        () => inner.ReconstructAsync(inversion, progress, cancellationToken),
        (record, made) => record with { ImageId = made.ImageId, UnetEvaluations = made.UnetEvaluations });

    public Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ChangeAsync(
            Call("interpolate_images", Arguments.Text("inversion", request.Inversion).Text("other_inversion", request.OtherInversion).Number<double>("fraction", request.Fraction)),
            () => inner.InterpolateAsync(request, progress, cancellationToken),
            (record, made) => record with { ImageId = made.ImageId, UnetEvaluations = made.UnetEvaluations });
    }

    public Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return LookAsync(
            Call("propose_edit", Arguments.Text("image_id", imageId).Plan(plan)),
            () => inner.ProposeAsync(imageId, plan, cancellationToken),
            (record, proposal) => record with { ProposalId = proposal.Id });
    }

    public Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default) => LookAsync(
        Call("approve_edit", Arguments.Text("proposal_id", proposalId)), () => inner.AuthorizeAsync(proposalId, cancellationToken), Approved);

    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default) => LookAsync(
        Call("approve_edit", Arguments.Text("proposal_id", proposalId)), () => inner.ApproveAsync(proposalId, by, cancellationToken), Approved);

    public async Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var call = Call("edit_image", Arguments.Text("proposal_id", proposalId));
        EditApproval approval;
        try
        {
            approval = await inner.AuthorizeAsync(proposalId, cancellationToken);
        }
        catch (Exception e)
        {
            End(Fault(call, e));
            throw;
        }

        return await ChangeAsync(Approved(call, approval), () => inner.EditAsync(proposalId, progress, cancellationToken), Edited);
    }

    public Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default) => LookAsync(
        Call("compare_images", Arguments.Text("image_id", imageId).Text("other_image_id", otherImageId)),
        () => inner.CompareAsync(imageId, otherImageId, cancellationToken));

    public Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default) => LookAsync(
        Call("list_history", Arguments.Text("image_id", imageId).Number<int>("limit", limit)),
        () => inner.ListHistoryAsync(imageId, limit, cancellationToken));

    public Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default) => LookAsync(
        Call("undo_edit", Arguments.Text("image_id", imageId)),
        () => inner.UndoAsync(imageId, cancellationToken),
        (record, before) => record with { ImageId = before.Id });

    private static AuditRecord Call(string function, AuditArguments arguments) => new()
    {
        Function = function,
        Outcome = AuditOutcome.Started,
        Arguments = arguments.Json,
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };

    private static AuditRecord Approved(AuditRecord record, EditApproval approval) =>
        record with { ProposalId = approval.ProposalId, ApprovedBy = approval.By };

    private static AuditRecord Edited(AuditRecord record, EditResult result) =>
        record with { ImageId = result.ImageId, UnetEvaluations = result.UnetEvaluations, Attempts = result.Attempts };

    private static AuditRecord Fault(AuditRecord record, Exception exception)
    {
        var ended = record with
        {
            Outcome = exception is OperationCanceledException ? AuditOutcome.Cancelled : AuditOutcome.Failed,
            Error = exception is BelmException known ? known.Code : exception.GetType().Name,
        };
        return exception is EditStoppedException { Best: { } best } ? Edited(ended, best) : ended;
    }

    private async Task<T> ChangeAsync<T>(AuditRecord call, Func<Task<T>> run, Func<AuditRecord, T, AuditRecord> describe)
    {
        var started = log.Append(call);
        return await LookAsync(call with { StartedId = log.IsEnabled ? started.Id : null }, run, describe);
    }

    private async Task<T> LookAsync<T>(AuditRecord call, Func<Task<T>> run, Func<AuditRecord, T, AuditRecord>? describe = null)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await run();
            End(Timed(describe is null ? call : describe(call, result), start) with { Outcome = AuditOutcome.Ok });
            return result;
        }
        catch (Exception e)
        {
            End(Fault(Timed(call, start), e));
            throw;
        }
    }

    private static AuditRecord Timed(AuditRecord record, long start) =>
        record with { Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3) };

    // What is done is done: its result is not lost because it cannot be written down as well.
    private void End(AuditRecord record)
    {
        try
        {
            log.Append(record);
        }
        catch (AuditUnavailableException e)
        {
            LogUnwritten(record.Function, log.Folder, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What came of {Function} could not be written to the audit in {Folder}.")]
    private partial void LogUnwritten(string function, string folder, Exception exception);
}
