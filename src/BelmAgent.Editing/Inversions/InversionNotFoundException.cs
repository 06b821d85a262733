namespace BelmAgent.Editing.Inversions;

/// <summary>No saved inversion has the id that was asked for.</summary>
public sealed class InversionNotFoundException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="id">The id that was asked for, whatever its form.</param>
    /// <param name="knownIds">A few ids that exist, newest first.</param>
    public InversionNotFoundException(string? id, IReadOnlyList<string> knownIds)
        : base(knownIds is { Count: > 0 }
            ? $"There is no inversion '{id}': use one of the known ids, such as {string.Join(", ", knownIds)}."
            : $"There is no inversion '{id}': none is saved yet, so invert a picture first.")
    {
        (Id, KnownIds) = (id, knownIds ?? []);
    }

    /// <summary>The id that was asked for.</summary>
    public string? Id { get; }

    /// <summary>A few ids that exist, newest first.</summary>
    public IReadOnlyList<string> KnownIds { get; }
}
