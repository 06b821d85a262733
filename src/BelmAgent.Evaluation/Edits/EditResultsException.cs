namespace BelmAgent.Evaluation.Edits;

/// <summary>A folder's results cannot be gone on with.</summary>
/// <param name="path">The file at fault.</param>
/// <param name="detail">What is wrong with it.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class EditResultsException(string path, string detail, Exception? inner = null)
    : Exception($"The results in '{path}' cannot be gone on with ({detail}): name another folder, or remove the file to start anew.", inner)
{
    /// <summary>The file at fault.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Detail { get; } = detail;
}
