namespace BelmAgent.Editing.Library;

/// <summary>A saved session cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="inner">What is wrong with it.</param>
public sealed class SessionFormatException(string path, Exception? inner = null)
    : Exception($"The session in '{path}' cannot be read: begin another one; its pictures are safe in the library.", inner)
{
    /// <summary>The file.</summary>
    public string FilePath { get; } = path;
}
