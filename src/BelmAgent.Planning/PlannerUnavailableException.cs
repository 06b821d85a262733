namespace BelmAgent.Planning;

/// <summary>The language model could not be used: not reached, refused, too slow, or not speaking the protocol.</summary>
/// <remarks>What the server said may quote what it was sent: it is for the user's eyes, and not for logs.</remarks>
/// <param name="problem">What happened, in one sentence.</param>
/// <param name="remedy">What the person can do about it, in one sentence.</param>
/// <param name="innerException">What the client threw.</param>
/// <param name="status">The HTTP status that the server answered with. Null: none.</param>
public sealed class PlannerUnavailableException(string problem, string remedy, Exception? innerException = null, int? status = null)
    : BelmException("planner_unavailable", ErrorKind.Unavailable, problem, remedy, innerException)
{
    /// <summary>The problem, what the server said of it, and the remedy.</summary>
    public override string Message => Said is null ? base.Message : $"{Problem} It said: \"{Said}\". {Remedy}";

    /// <summary>What the server or the model said of it: one line of at most 200 characters, without keys. Default: null, nothing.</summary>
    public string? Said { get; init; }

    /// <summary>The HTTP status that the server answered with; null where it did not answer.</summary>
    public int? Status { get; } = status;
}
