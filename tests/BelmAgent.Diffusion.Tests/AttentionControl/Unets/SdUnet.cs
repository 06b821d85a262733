using System.IO.Compression;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Unets;

/// <summary>A model folder: ToyTown with a random UNet of Stable Diffusion 1.5's block structure instead of its own (tools/fixtures).</summary>
public sealed class SdUnet : IDisposable
{
    public const string Torch1 = "torch1";
    public const string Torch2 = "torch2";
    public const string Half = "torch2-half";

    private readonly string _path = Directory.CreateTempSubdirectory("belm-sd").FullName;

    public SdUnet(string name)
    {
        foreach (var file in Directory.EnumerateFiles(ToyTown.Path, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(ToyTown.Path, file);
            var copy = Path.Combine(_path, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetDirectoryName(relative) != "unet")
            {
                File.Copy(file, copy);
            }
        }

        var source = Data(name);
        File.Copy(Path.Combine(source, "config.json"), Path.Combine(_path, "unet", "config.json"));
        foreach (var packed in Directory.EnumerateFiles(source, "*.gz"))
        {
            using var unpacked = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using var file = File.Create(Path.Combine(_path, "unet", Path.GetFileNameWithoutExtension(packed)));
            unpacked.CopyTo(file);
        }

        Folder = ModelFolder.Open(_path);
    }

    public ModelFolder Folder { get; }

    public static string Data(string relative) => Path.Combine(AppContext.BaseDirectory, "Data", "unets", relative);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
