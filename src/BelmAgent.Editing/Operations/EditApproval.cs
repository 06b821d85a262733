using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Operations;

/// <summary>Somebody's word that one proposal may run.</summary>
/// <param name="ProposalId">The proposal; it never changes: its prompts run, first with its settings, and where the check finds a fault at most so often as it says with one that was left open changed.</param>
/// <param name="By">Who approved: a front end's name such as <c>terminal</c>, or <c>automatic</c>.</param>
/// <param name="At">When, in UTC.</param>
public sealed record EditApproval(
    [property: JsonPropertyName("proposal_id")] string ProposalId,
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("at")] DateTimeOffset At)
{
    /// <summary>What <see cref="By"/> says where approval is automatic.</summary>
    public const string Automatic = "automatic";
}
