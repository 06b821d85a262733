namespace BelmAgent.Planning;

/// <summary>The language model could not be used: not reached, refused, too slow, or not speaking the protocol.</summary>
/// <remarks>The server's words may quote its input: they are for the user and never for logs.</remarks>
/// <param name="problem">The problem, in one sentence.</param>
/// <param name="remedy">The remedy for the user, in one sentence.</param>
/// <param name="innerException">The client's exception.</param>
/// <param name="status">The HTTP status of the server's answer. Null: none.</param>
public sealed class PlannerUnavailableException(string problem, string remedy, Exception? innerException = null, int? status = null)
    : BelmException("planner_unavailable", ErrorKind.Unavailable, problem, remedy, innerException)
{
    /// <summary>Gets the problem, the server's words about it, and the remedy.</summary>
    public override string Message => Said is null ? base.Message : $"{Problem} It said: \"{Said}\". {Remedy}";

    /// <summary>Gets the server's or the model's words about it: one line of at most 200 characters, without keys. Default: null.</summary>
    public string? Said { get; init; }

    /// <summary>Gets the HTTP status of the server's answer; null if it did not answer.</summary>
    public int? Status { get; } = status;
}
