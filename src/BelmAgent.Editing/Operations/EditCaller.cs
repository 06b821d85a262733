namespace BelmAgent.Editing.Operations;

/// <summary>Names who called, for approvers and progress receivers that serve several users at once.</summary>
/// <remarks>
/// Applies to the flow of calls in which it was entered, including tools that a language model calls and jobs that they start. Without one,
/// there is a single user. Immutable and safe to share.
/// </remarks>
/// <param name="Name">The front end's or user's name, as the audit shows it.</param>
/// <param name="SessionId">The conversation, if it belongs to one. Default: null.</param>
public sealed record EditCaller(string Name, string? SessionId = null)
{
    private static readonly AsyncLocal<EditCaller?> Flow = new();

    /// <summary>Gets the caller of the current flow; null if there is none.</summary>
    public static EditCaller? Current => Flow.Value;

    /// <summary>Applies this caller to all calls from here on, until disposed.</summary>
    public IDisposable Enter()
    {
        var outer = Flow.Value;
        Flow.Value = this;
        return new Leaving(outer);
    }

    private sealed class Leaving(EditCaller? outer) : IDisposable
    {
        public void Dispose() => Flow.Value = outer;
    }
}
