using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A folder that is deleted after the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"belm-test-{Guid.NewGuid():N}");

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a small picture.</summary>
    public string AddPicture(string name, byte red = 200, int side = 8)
    {
        ImageCodec.WriteFile(this[name], RgbImage.Filled(side, side, new RgbColor(red, 30, 30)));
        return this[name];
    }

    public string AddText(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <summary>Returns the names of the files directly in the folder, in order.</summary>
    public IEnumerable<string> Names() => Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
