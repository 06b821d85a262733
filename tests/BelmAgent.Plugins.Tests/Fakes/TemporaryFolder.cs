namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>A temporary folder for a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("belm-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
