namespace BelmAgent.Editing.Library;

/// <summary>No picture of the library has the id that was asked for.</summary>
public sealed class PictureNotFoundException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="id">The id that was asked for, whatever its form.</param>
    /// <param name="knownIds">A few ids that exist, newest first.</param>
    public PictureNotFoundException(string? id, IReadOnlyList<string> knownIds)
        : base(knownIds is { Count: > 0 }
            ? $"There is no picture '{id}': use one of the known ids, such as {string.Join(", ", knownIds)}."
            : $"There is no picture '{id}': the library is empty, so import or generate one first.")
    {
        (Id, KnownIds) = (id, knownIds ?? []);
    }

    /// <summary>The id that was asked for.</summary>
    public string? Id { get; }

    /// <summary>A few ids that exist, newest first.</summary>
    public IReadOnlyList<string> KnownIds { get; }
}
