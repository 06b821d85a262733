using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BelmAgent.Editing.Operations;

/// <summary>The record to which an operation, or a step within it, adds while it runs: ids, costs, settings and further steps.</summary>
/// <remarks>From it the runner fills the audit record, the span and the metrics. Belongs to one call; not safe to share between threads.</remarks>
public sealed class OperationScope
{
    private readonly string _operation;
    private readonly TelemetryOptions _telemetry;
    private readonly ILogger _logger;
    private Activity? _span;
    private (int Rows, string Provider)? _cost;
    private int _attempts;

    internal OperationScope(
        Operation operation, TelemetryOptions? telemetry = null, ILogger? logger = null, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        (_operation, _telemetry, _logger) = (operation.Name, telemetry ?? new TelemetryOptions(), logger ?? NullLogger.Instance);
        (Progress, CancellationToken) = (progress, cancellationToken);
        Record = new AuditRecord { Function = operation.Name, Outcome = AuditOutcome.Started };
    }

    private OperationScope(OperationScope parent, Activity? span, IProgress<EditProgress>? progress)
    {
        (_operation, _telemetry, _logger, _span) = (parent._operation, parent._telemetry, parent._logger, span);
        (Progress, CancellationToken, Record) = (progress, parent.CancellationToken, parent.Record);
    }

    /// <summary>Gets what receives the progress; null when nothing does.</summary>
    public IProgress<EditProgress>? Progress { get; }

    /// <summary>Gets the token that stops the operation.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Gets or sets the audit record so far.</summary>
    internal AuditRecord Record { get; set; }

    /// <summary>Runs a part of the work as a step with a span of its own, under this one's. What ends the step ends its span, marked by its type.</summary>
    /// <typeparam name="T">The type of the step's result.</typeparam>
    /// <param name="name">The span's name.</param>
    /// <param name="work">The step; what it adds to its scope goes to its span alone.</param>
    /// <param name="progress">Receives the step's progress. Null: what receives the operation's.</param>
    public async Task<T> StepAsync<T>(string name, Func<OperationScope, Task<T>> work, IProgress<EditProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var span = BelmTelemetry.Source.StartActivity(name);
        try
        {
            return await work(new OperationScope(this, span, progress ?? Progress));
        }
        catch (Exception e)
        {
            BelmTelemetry.Mark(span, e);
            throw;
        }
    }

    /// <summary>Adds the image that came out or was found.</summary>
    /// <param name="imageId">Its id.</param>
    public void AddImage(string imageId)
    {
        Record = Record with { ImageId = imageId };
        Tag(BelmTags.ImageId, imageId);
    }

    /// <summary>Adds an image that was sampled, how, and what it cost.</summary>
    /// <param name="made">The image in the library.</param>
    /// <param name="evaluations">UNet row evaluations.</param>
    /// <param name="provider">The execution provider that was used.</param>
    public void AddMade(Picture made, int evaluations, string provider)
    {
        ArgumentNullException.ThrowIfNull(made);
        AddSampling(made.Recipe.Sampler, made.Recipe.Steps, made.Recipe.Guidance);
        AddImage(made.Id);
        AddCost(evaluations, provider);
    }

    /// <summary>Adds the inversion that came out.</summary>
    /// <param name="inversionId">Its id.</param>
    public void AddInversion(string inversionId) => Record = Record with { InversionId = inversionId };

    /// <summary>Adds the proposal that was made.</summary>
    /// <param name="proposalId">Its id.</param>
    public void AddProposal(string proposalId) => Record = Record with { ProposalId = proposalId };

    /// <summary>Adds the approval that was given.</summary>
    /// <param name="approval">The approval.</param>
    public void AddApproval(EditApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        Record = Record with { ProposalId = approval.ProposalId, ApprovedBy = approval.By };
    }

    /// <summary>Adds how it was sampled.</summary>
    /// <param name="sampler">Name of the sampler.</param>
    /// <param name="steps">Steps N.</param>
    /// <param name="guidance">Guidance w; null where there is none.</param>
    public void AddSampling(string? sampler, int? steps, double? guidance) =>
        _span?.SetTag(BelmTags.Sampler, sampler).SetTag(BelmTags.Steps, steps).SetTag(BelmTags.Guidance, guidance);

    /// <summary>Adds the plan that runs; its prompts are shown only when traces may show words.</summary>
    /// <param name="plan">The plan, every setting filled in.</param>
    public void AddPlan(EditPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        AddSampling(plan.Sampler, plan.Steps, plan.Guidance);
        if (_telemetry.IncludePrompts)
        {
            _span?.SetTag(BelmTags.SourcePrompt, plan.SourcePrompt).SetTag(BelmTags.TargetPrompt, plan.TargetPrompt);
        }
    }

    /// <summary>Adds what it cost.</summary>
    /// <param name="evaluations">UNet row evaluations.</param>
    /// <param name="provider">The execution provider that was used.</param>
    /// <param name="checks">UNet row evaluations of checks, which only the metrics count.</param>
    public void AddCost(int evaluations, string provider, int checks = 0)
    {
        _cost = (evaluations + checks, provider);
        Record = Record with { UnetEvaluations = evaluations };
        _span?.SetTag(BelmTags.UnetEvaluations, evaluations).SetTag(BelmTags.Provider, provider);
    }

    /// <summary>Adds which attempt this is, or how many there were.</summary>
    /// <param name="attempts">The number, from 1.</param>
    public void AddAttempts(int attempts)
    {
        _attempts = attempts;
        Record = Record with { Attempts = attempts };
        _span?.SetTag(BelmTags.Attempt, attempts);
    }

    /// <summary>Adds what the check found.</summary>
    /// <param name="check">The check, its fault determined.</param>
    public void AddCheck(EditCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        _span?.SetTag(BelmTags.CheckResult, Name(check.Result)).SetTag(BelmTags.CheckFault, Name(check.Fault));
    }

    /// <summary>Logs a failure that the operation survives: its type, and the exception itself at <see cref="LogLevel.Trace"/> alone.</summary>
    /// <param name="part">The part that failed, such as <c>attempt 2</c>.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="isExpected">Whether it may well happen. Default: false, it is a warning.</param>
    public void PassOver(string part, Exception failure, bool isExpected = false)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (isExpected)
        {
            _logger.LogPassedOver(_operation, part, BelmException.NameOf(failure));
        }
        else
        {
            _logger.LogUnexpected(_operation, part, BelmException.NameOf(failure));
        }

        _logger.LogInFull(_operation, part, failure);
    }

    /// <summary>Starts the operation's span with the tags of its arguments.</summary>
    internal Activity? Open(string? name, IEnumerable<OperationArgument> arguments)
    {
        _span = name is null ? null : BelmTelemetry.Source.StartActivity(name);
        foreach (var argument in arguments)
        {
            if (argument is { Tag: { } tag, IsWords: true } && _telemetry.IncludePrompts)
            {
                _span?.SetTag(tag, argument.Value);
            }
            else if (argument is { Tag: { } idTag, IsWords: false, Value: string id })
            {
                Tag(idTag, id);
            }
        }

        return _span;
    }

    /// <summary>Counts what the operation came to, and marks its span where it failed.</summary>
    internal void Measure(Operation operation, TimeSpan duration, Exception? failure)
    {
        if (_cost is { } cost)
        {
            BelmMetrics.Evaluated(cost.Rows, cost.Provider);
        }

        if (operation.IsEdit && failure is null)
        {
            BelmMetrics.Edited(duration, _attempts);
        }
        else if (operation.IsEdit)
        {
            BelmMetrics.Failed(duration, failure!);
        }

        if (failure is not null)
        {
            BelmTelemetry.Mark(_span, failure);
        }
    }

    // Text that is no id may be anything, and stays out.
    private void Tag(string tag, string id)
    {
        if (LibraryId.IsValid(id))
        {
            _span?.SetTag(tag, id);
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}");
}
