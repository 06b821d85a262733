using BelmAgent.Host.Failures;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Host.Files;

/// <summary>The files that one command writes: each another one, and none that the command reads.</summary>
internal sealed class OutputFiles
{
    // A name in other letters' case is the same file on Windows and, as a rule, on macOS.
    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly HashSet<string> _inputs = new(Names);
    private readonly HashSet<string> _outputs = new(Names);

    /// <param name="inputs">The files that the command reads.</param>
    public OutputFiles(IEnumerable<string> inputs) => inputs.ToList().ForEach(Keep);

    /// <summary>Adds a file that a person named; an existing one will be replaced.</summary>
    /// <param name="path">The path.</param>
    /// <param name="extension">The ending that its content asks for, such as <c>.png</c>.</param>
    /// <exception cref="BelmException">The file cannot, or must not, be written.</exception>
    /// <exception cref="BelmException"><c>link_loop</c>: its links lead round in a circle.</exception>
    public OutputFile Named(string path, string extension)
    {
        var real = RealPath.Of(path);
        RefuseInput(path, real);
        var file = OutputFile.Named(path, extension);
        return _outputs.Add(real) ? file : throw UsageError.Create("output", $"'{path}' is named for two outputs", "name another file for one of them");
    }

    /// <summary>Adds a file under a name that is free, in the current folder.</summary>
    /// <param name="name">The wanted name without its ending.</param>
    /// <param name="extension">The ending.</param>
    /// <exception cref="BelmException">The current folder cannot be written to.</exception>
    public OutputFile Free(string name, string extension)
    {
        var file = OutputFile.Free(name, extension, full => RealPath.Of(full) is var real && (_outputs.Contains(real) || _inputs.Contains(real)));
        _ = _outputs.Add(RealPath.Of(file.FullPath));
        return file;
    }

    /// <summary>Keeps one more file from being written over, such as the one that an id stands for.</summary>
    /// <exception cref="BelmException">An output is that file.</exception>
    public void Keep(string input)
    {
        var real = RealPath.Of(input);
        _ = _inputs.Add(real);
        if (_outputs.Contains(real))
        {
            RefuseInput(input, real);
        }
    }

    private void RefuseInput(string path, string real)
    {
        if (_inputs.Contains(real))
        {
            throw UsageError.Create("output", $"'{path}' is an input of this command", "name another file for the output");
        }
    }
}
