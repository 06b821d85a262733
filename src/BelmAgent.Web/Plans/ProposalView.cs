using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins;

namespace BelmAgent.Web.Plans;

/// <summary>A proposal on the wire, with all that a card shows.</summary>
internal sealed record ProposalView
{
    public required string ProposalId { get; init; }

    public required string ImageId { get; init; }

    public required EditPlan Plan { get; init; }

    /// <summary>Gets what the picture shows now.</summary>
    public required string Source { get; init; }

    /// <summary>Gets what it should show.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<DifferenceRun> Difference { get; init; }

    public required IReadOnlyList<string> Settings { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public double? EstimatedSeconds { get; init; }

    public required int MaxAttempts { get; init; }

    public ApprovalState Approval { get; init; }

    /// <summary>Who approved or refused it; null while nobody has.</summary>
    public string? By { get; init; }

    public static ProposalView From(EditProposal proposal, string? now = null, IReadOnlyList<string>? notes = null)
    {
        var plan = proposal.Plan;
        var source = now ?? plan.SourcePrompt;
        return new ProposalView
        {
            ProposalId = proposal.Id,
            ImageId = proposal.ImageId,
            Plan = plan,
            Source = source,
            Target = plan.TargetPrompt,
            Difference = WordDifference.Merge(source, plan.TargetPrompt),
            Settings = PlanWords.Settings(plan, now),
            Notes = notes ?? [],
            EstimatedSeconds = proposal.EstimatedSeconds,
            MaxAttempts = proposal.MaxAttempts,
        };
    }
}

/// <summary>Whether a proposal may run.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(SnakeCaseEnumConverter<ApprovalState>))]
internal enum ApprovalState
{
    /// <summary>Nobody has decided.</summary>
    Needed,

    /// <summary>It was approved.</summary>
    Given,

    /// <summary>It was refused.</summary>
    Refused,
}
