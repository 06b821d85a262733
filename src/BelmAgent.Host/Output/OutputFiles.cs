using BelmAgent.Host.Failures;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Host.Output;

/// <summary>The files that one command writes: all different, and none that the command reads.</summary>
internal sealed class OutputFiles
{
    // Names that differ only in case are the same file on Windows and usually on macOS.
    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly HashSet<string> _inputs = new(Names);
    private readonly HashSet<string> _outputs = new(Names);

    /// <param name="inputs">The files that the command reads.</param>
    public OutputFiles(IEnumerable<string> inputs) => inputs.ToList().ForEach(Keep);

    /// <summary>Adds a file named by the user; an existing one will be replaced.</summary>
    /// <param name="path">The path.</param>
    /// <param name="extension">The extension for its content, such as <c>.png</c>.</param>
    /// <exception cref="BelmException">The file cannot, or must not, be written.</exception>
    /// <exception cref="BelmException"><c>link_loop</c>: its links form a loop.</exception>
    public OutputFile Named(string path, string extension)
    {
        var real = RealPath.Resolve(path);
        RefuseInput(path, real);
        var file = OutputFile.Named(path, extension);
        return _outputs.Add(real) ? file : throw UsageError.Create("output", $"'{path}' is given for two outputs", "name another file for one of them");
    }

    /// <summary>Adds a file under an unused name in the current folder.</summary>
    /// <param name="name">The preferred name without extension.</param>
    /// <param name="extension">The extension.</param>
    /// <exception cref="BelmException">The current folder is not writable.</exception>
    public OutputFile Free(string name, string extension)
    {
        var file = OutputFile.Free(name, extension, full => RealPath.Resolve(full) is var real && (_outputs.Contains(real) || _inputs.Contains(real)));
        _ = _outputs.Add(RealPath.Resolve(file.FullPath));
        return file;
    }

    /// <summary>Protects another file from being overwritten, such as the one that an id stands for.</summary>
    /// <exception cref="BelmException">An output is this file.</exception>
    public void Keep(string input)
    {
        var real = RealPath.Resolve(input);
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
