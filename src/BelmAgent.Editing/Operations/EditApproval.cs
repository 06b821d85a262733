using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Operations;

/// <summary>The approval of one proposal.</summary>
/// <param name="ProposalId">
/// The proposal. It never changes: its prompts run, first with its settings, and, if the check finds a fault, up to its maximum number
/// of attempts with an open setting changed.
/// </param>
/// <param name="By">The approver: a front end's name such as <c>terminal</c>, or <c>automatic</c>.</param>
/// <param name="At">The time of approval, in UTC.</param>
public sealed record EditApproval(
    [property: JsonPropertyName("proposal_id")] string ProposalId,
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("at")] DateTimeOffset At)
{
    /// <summary>The value of <see cref="By"/> for automatic approval.</summary>
    public const string Automatic = "automatic";
}
