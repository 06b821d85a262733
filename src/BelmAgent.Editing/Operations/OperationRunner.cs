using System.Diagnostics;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Operations;

/// <summary>Runs operations. Every public method of the use cases goes through it, so it is the one seam between callers and the domain.</summary>
/// <remarks>A test, or a client of a remote domain, answers operations by their names and arguments instead. Must be safe to share between threads.</remarks>
public interface IOperationRunner
{
    /// <summary>Runs one operation.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="work">Does it; adds to the scope what came of it.</param>
    /// <param name="progress">Receives the progress. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops the operation.</param>
    /// <returns>The result of <paramref name="work"/>.</returns>
    Task<T> RunAsync<T>(
        Operation operation, Func<OperationScope, Task<T>> work, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>Runs operations here: approval, audit, budget, span, work, metrics, log and audit again, in this order.</summary>
/// <remarks>
/// Approval is obtained before an operation begins, so that its record names who gave it, and the time of the question is not the
/// operation's. Safe to share between threads.
/// </remarks>
/// <param name="audit">Keeps the records.</param>
/// <param name="auditOptions">Whether records show words.</param>
/// <param name="telemetry">Whether spans show words.</param>
/// <param name="logger">Receives how operations end and what failed within them, by type alone above <see cref="LogLevel.Trace"/>.</param>
public sealed class OperationRunner(AuditLog audit, AuditOptions auditOptions, TelemetryOptions telemetry, ILogger<OperationRunner> logger) : IOperationRunner
{
    /// <inheritdoc/>
    /// <exception cref="AuditUnavailableException">It would change something, and its beginning cannot be recorded.</exception>
    /// <exception cref="LimitExceededException">It makes an image, and the turn's budget is spent.</exception>
    public async Task<T> RunAsync<T>(
        Operation operation, Func<OperationScope, Task<T>> work, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(work);
        var scope = new OperationScope(operation, telemetry, logger, progress, cancellationToken);
        if (operation.Kind == OperationKind.Find)
        {
            return await work(scope);
        }

        scope.Record = await BeginAsync(operation, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        using var span = scope.Open(operation.Span, operation.Arguments);
        T result;
        try
        {
            if (operation.MakesImage)
            {
                TurnBudget.Spend();
            }

            result = await work(scope);
        }
        catch (Exception e)
        {
            End(operation, scope, Stopwatch.GetElapsedTime(start), e);
            throw;
        }

        End(operation, scope, Stopwatch.GetElapsedTime(start), failure: null);
        return result;
    }

    private async Task<AuditRecord> BeginAsync(Operation operation, CancellationToken cancellationToken)
    {
        var record = new AuditRecord
        {
            Function = operation.Name,
            Outcome = AuditOutcome.Started,
            Arguments = RecordedArguments.Create(operation.Arguments, auditOptions.IncludePrompts),
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
        if (operation.Approve is { } approve)
        {
            try
            {
                var approval = await approve(cancellationToken);
                record = record with { ProposalId = approval.ProposalId, ApprovedBy = approval.By };
            }
            catch (Exception e)
            {
                logger.LogFailed(operation.Name, BelmException.NameOf(e));
                Append(Ended(record, e));
                throw;
            }
        }

        return operation.Kind == OperationKind.Change && audit.IsEnabled ? record with { StartedId = audit.Append(record).Id } : record;
    }

    private void End(Operation operation, OperationScope scope, TimeSpan duration, Exception? failure)
    {
        scope.Measure(operation, duration, failure);
        if (failure is null)
        {
            logger.LogEnded(operation.Name, duration.TotalSeconds);
        }
        else
        {
            logger.LogFailed(operation.Name, BelmException.NameOf(failure));
        }

        Append(Ended(scope.Record with { Seconds = Math.Round(duration.TotalSeconds, 3) }, failure));
    }

    private static AuditRecord Ended(AuditRecord record, Exception? failure) => record with
    {
        Outcome = failure is null ? AuditOutcome.Ok : failure is OperationCanceledException ? AuditOutcome.Cancelled : AuditOutcome.Failed,
        Error = failure is BelmException known ? known.Code : failure?.GetType().Name,
    };

    // The work is done: its result is not lost because it cannot be recorded as well.
    private void Append(AuditRecord record)
    {
        try
        {
            audit.Append(record);
        }
        catch (AuditUnavailableException e)
        {
            logger.LogUnrecorded(record.Function, audit.Folder, e);
        }
    }
}

/// <summary>The log lines of operations.</summary>
internal static partial class OperationLog
{
    [LoggerMessage(LogLevel.Debug, "{Operation} took {Seconds:0.000} s.")]
    public static partial void LogEnded(this ILogger logger, string operation, double seconds);

    [LoggerMessage(LogLevel.Information, "{Operation} failed: {Failure}.")]
    public static partial void LogFailed(this ILogger logger, string operation, string failure);

    [LoggerMessage(LogLevel.Warning, "The outcome of {Operation} could not be written to the audit in {Folder}.")]
    public static partial void LogUnrecorded(this ILogger logger, string operation, string folder, Exception exception);

    [LoggerMessage(LogLevel.Information, "{Operation} continues after a failure of {Part}: {Failure}.")]
    public static partial void LogPassedOver(this ILogger logger, string operation, string part, string failure);

    [LoggerMessage(LogLevel.Warning, "{Operation} continues after an unexpected failure of {Part}: {Failure}.")]
    public static partial void LogUnexpected(this ILogger logger, string operation, string part, string failure);

    [LoggerMessage(LogLevel.Trace, "The failure of {Part} in {Operation}, in full.")]
    public static partial void LogInFull(this ILogger logger, string operation, string part, Exception exception);
}
