namespace BelmAgent.Workflows.Tests.Doubles;

/// <summary>A temporary folder, deleted when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Gets the full path, without links.</summary>
    public string Path { get; } = Real(Directory.CreateTempSubdirectory("belm-test-").FullName);

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // On macOS the temporary folder is behind a link.
    private static string Real(string path) =>
        path.StartsWith("/var/", StringComparison.Ordinal) && Directory.Exists("/private" + path) ? "/private" + path : path;
}
