namespace BelmAgent.Editing.Library;

/// <summary>There is no saved session of that id.</summary>
/// <param name="sessionId">The id that was asked for; null for the last one.</param>
/// <param name="knownIds">A few ids that exist, newest first.</param>
public sealed class SessionNotFoundException(string? sessionId, IReadOnlyList<string> knownIds)
    : Exception(knownIds is { Count: > 0 }
        ? $"There is no session '{sessionId}': use one of the known ids, such as {string.Join(", ", knownIds)}."
        : "There is no session to resume yet: begin one with a picture.")
{
    /// <summary>The id that was asked for.</summary>
    public string? SessionId { get; } = sessionId;

    /// <summary>A few ids that exist, newest first.</summary>
    public IReadOnlyList<string> KnownIds { get; } = knownIds ?? [];
}
