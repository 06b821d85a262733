using BelmAgent.Host.Failures;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Host.Output;

/// <summary>A file that a command will write, checked before the work begins and written atomically.</summary>
internal sealed class OutputFile
{
    private OutputFile(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>Gets the file as shown to the user: relative if it is under the current folder.</summary>
    public string Shown
    {
        get
        {
            var relative = Path.GetRelativePath(Environment.CurrentDirectory, FullPath);
            return relative.StartsWith("..", StringComparison.Ordinal) ? FullPath : relative;
        }
    }

    /// <summary>Creates an output at a path given by the user; an existing file will be replaced.</summary>
    /// <param name="path">The path.</param>
    /// <param name="extension">The extension for its content, such as <c>.png</c>.</param>
    /// <exception cref="BelmException">The file cannot, or must not, be written.</exception>
    public static OutputFile Named(string path, string extension)
    {
        var full = Path.GetFullPath(path);
        if (!Path.GetExtension(full).Equals(extension, StringComparison.OrdinalIgnoreCase))
        {
            throw UsageError.Create("output", $"'{path}' must end in {extension}", "that is what is written there");
        }

        if (Directory.Exists(full))
        {
            throw UsageError.Create("output", $"'{path}' is a folder", "name a file in it");
        }

        RequireWritable(full);
        return new OutputFile(full);
    }

    /// <summary>Creates an output in the current folder under an unused name, so that nothing is replaced unasked.</summary>
    /// <param name="name">The preferred name without extension.</param>
    /// <param name="extension">The extension.</param>
    /// <param name="isTaken">Whether a full path is reserved for another file; null for none.</param>
    /// <exception cref="BelmException">The current folder is not writable.</exception>
    public static OutputFile Free(string name, string extension, Func<string, bool>? isTaken = null)
    {
        var full = Path.GetFullPath(name + extension);
        for (var i = 2; Path.Exists(full) || isTaken?.Invoke(full) == true; i++)
        {
            full = Path.GetFullPath($"{name}-{i}{extension}");
        }

        RequireWritable(full);
        return new OutputFile(full);
    }

    /// <summary>Copies the content of another file.</summary>
    public async Task CopyFromAsync(string source, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(source);
        await AtomicFile.WriteAsync(FullPath, content.CopyToAsync, cancellationToken);
    }

    /// <summary>Writes bytes.</summary>
    public Task WriteAsync(byte[] content, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(FullPath, (stream, token) => stream.WriteAsync(content, token).AsTask(), cancellationToken);

    // An edit may take minutes: a folder that is not writable, or a name that is too long, is detected before and not after. The probe's
    // name is like the temporary name of the file, which is longer than the file's own.
    private static void RequireWritable(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            using (new FileStream(AtomicFile.TemporaryPath(path), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (PathTooLongException e)
        {
            throw UsageError.Create("output", $"The name '{Path.GetFileName(path)}' is too long for the folder '{folder}'", "name a shorter one with --output", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw UsageError.Create("output", $"The folder '{folder}' does not exist", "create it, or name another output", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw UsageError.Create("output", $"The folder '{folder}' cannot be written to", "name another output", e);
        }
    }
}
