using BelmAgent.Web.Jobs;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Plans;

namespace BelmAgent.Web.Sessions;

/// <summary>A conversation on the wire: everything that a page shows of it.</summary>
internal sealed record SessionView
{
    public required string SessionId { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Grows with every change of this process.</summary>
    public required long Revision { get; init; }

    public string? Current { get; init; }

    public required bool CanUndo { get; init; }

    public required bool CanRedo { get; init; }

    public required IReadOnlyList<PictureView> Pictures { get; init; }

    public required IReadOnlyList<TurnView> Turns { get; init; }

    public PictureView? Mask { get; init; }

    public RunningTurnView? Turn { get; init; }

    /// <summary>The request that the end of the last process broke off.</summary>
    public string? Interrupted { get; init; }
}

/// <summary>A finished turn.</summary>
internal sealed record TurnView(string Request, string? Answer, string? Question, string? From, string? To, DateTimeOffset At);

/// <summary>The turn that runs now.</summary>
internal sealed record RunningTurnView
{
    public required string TurnId { get; init; }

    public required string Request { get; init; }

    public required string AnswerSoFar { get; init; }

    public JobView? Job { get; init; }

    public ProposalView? Approval { get; init; }

    /// <summary>How many further messages wait.</summary>
    public int Waiting { get; init; }
}

/// <summary>A conversation in a list.</summary>
internal sealed record SessionEntry(string SessionId, DateTimeOffset Created, string Title, int Pictures, string? Thumbnail);
