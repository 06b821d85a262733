namespace BelmAgent.Editing;

/// <summary>There is no job of that id: it never was, or so many came after it that it is forgotten.</summary>
/// <param name="jobId">The id that was asked for.</param>
/// <param name="knownIds">A few ids that exist, newest first.</param>
public sealed class JobNotFoundException(string? jobId, IReadOnlyList<string> knownIds)
    : Exception(knownIds is { Count: > 0 }
        ? $"There is no job '{jobId}': use one of the known ids, such as {string.Join(", ", knownIds)}."
        : $"There is no job '{jobId}': no edit was started here.")
{
    /// <summary>The id that was asked for.</summary>
    public string? JobId { get; } = jobId;

    /// <summary>A few ids that exist, newest first.</summary>
    public IReadOnlyList<string> KnownIds { get; } = knownIds ?? [];
}
