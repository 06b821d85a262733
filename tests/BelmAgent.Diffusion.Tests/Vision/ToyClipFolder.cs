namespace BelmAgent.Diffusion.Tests.Vision;

/// <summary>ToyTown in a folder of its own with a CLIP that knows colours (tools/fixtures/clip.py), deleted when disposed.</summary>
internal sealed class ToyClipFolder : IDisposable
{
    private static readonly string Data = AppContext.BaseDirectory;

    /// <param name="export">"whole", "split", or null for no CLIP.</param>
    public ToyClipFolder(string? export = "whole")
    {
        Copy(System.IO.Path.Combine(Data, "models", "toytown"), Path);
        if (export is not null)
        {
            Copy(System.IO.Path.Combine(Data, "Data", "toyclip", export), this["clip"]);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("belm-clip").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
