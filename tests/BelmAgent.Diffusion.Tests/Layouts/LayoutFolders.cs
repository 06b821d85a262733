using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Model folders that are only read, each unpacked and loaded once for all tests of a class.</summary>
public sealed class LayoutFolders : IDisposable
{
    private readonly Dictionary<string, (LayoutFolder Folder, DiffusionPipeline Pipeline)> _loaded = [];

    public (LayoutFolder Folder, DiffusionPipeline Pipeline) this[string name]
    {
        get
        {
            if (!_loaded.TryGetValue(name, out var loaded))
            {
                var folder = new LayoutFolder(name);
                _loaded.Add(name, loaded = (folder, folder.Load()));
            }

            return loaded;
        }
    }

    public void Dispose()
    {
        foreach (var (folder, pipeline) in _loaded.Values)
        {
            pipeline.Dispose();
            folder.Dispose();
        }
    }
}
