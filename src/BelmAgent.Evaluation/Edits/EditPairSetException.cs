namespace BelmAgent.Evaluation.Edits;

/// <summary>A folder holds no usable set of edit pairs.</summary>
/// <param name="path">The file or folder at fault.</param>
/// <param name="detail">What is wrong with it.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class EditPairSetException(string path, string detail, Exception? inner = null)
    : Exception($"'{path}' is no usable part of a set of edit pairs ({detail}): draw the set again with tools/toytown/edits.py, or name another folder.", inner)
{
    /// <summary>The file or folder at fault.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Detail { get; } = detail;
}
