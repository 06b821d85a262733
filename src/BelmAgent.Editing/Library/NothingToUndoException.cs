namespace BelmAgent.Editing.Library;

/// <summary>A picture was not made by an edit, so there is nothing before it.</summary>
/// <param name="imageId">The picture.</param>
public sealed class NothingToUndoException(string imageId) : Exception($"{imageId} is the first of its line: there is no edit to undo.")
{
    /// <summary>The picture.</summary>
    public string ImageId { get; } = imageId;
}
