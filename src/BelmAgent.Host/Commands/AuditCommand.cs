using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Audit;
using BelmAgent.Host.Output;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Commands;

/// <summary>Shows the audit of a library: what ran, with which arguments and whose approval.</summary>
internal sealed class AuditCommand : AppCommand
{
    private const int Default = 50;

    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 100_000, $"Maximum number of records (default: {Default}).");

    public AuditCommand()
        : base("audit", "List the operations that ran in a library, with their arguments and approvals, newest last.")
    {
        Add(_limit);
        Add(SettingOption.Library());
        AddTail();
    }

    public override Task<Outcome> RunAsync(CommandContext context)
    {
        var trail = context.Services.GetRequiredService<AuditLog>().Read(context.Line.GetValue(_limit) ?? Default);
        return Task.FromResult(new Outcome(JsonOutput.From(trail), AuditFacts.Create(trail)));
    }
}

/// <summary>The audit, one line per record.</summary>
internal static class AuditFacts
{
    public static FactSheet Create(AuditTrail trail)
    {
        var facts = new FactSheet();
        foreach (var record in trail.Records)
        {
            facts.Add(Mark(record.Outcome), Line(record));
        }

        foreach (var (path, line, kind) in trail.Breaks)
        {
            facts.Add("broken", $"{path}, line {line}: " + (kind == AuditBreakKind.Altered
                ? "an earlier record was changed after it was written"
                : "not a record: cut off when its writer was killed, or damaged"));
        }

        return facts;
    }

    private static string Mark(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Ok => "ok",
        AuditOutcome.Started => "started",
        AuditOutcome.Cancelled => "stopped",
        _ => "failed",
    };

    private static string Line(AuditRecord record)
    {
        string?[] parts =
        [
            record.ProposalId,
            record.ImageId ?? record.InversionId ?? (record.Arguments["image_id"] is JsonValue asked ? (string?)asked : null),
            record.ApprovedBy is { } by ? $"approved by {by}" : null,
            record.Attempts > 1 ? $"{record.Attempts} attempts" : null,
            record.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : null,
            record.Error,
        ];
        var time = record.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{time}Z {record.Function}{string.Concat(parts.Where(part => part is not null).Select(part => $", {part}"))}";
    }
}
