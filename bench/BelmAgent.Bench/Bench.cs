using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Bench;

/// <summary>The basis of every measurement: the embedded model and a temporary library, in memory if the system supports this.</summary>
internal sealed class Bench : IDisposable
{
    // Every picture is flushed to disk, which is not measured here and differs between machines.
    private const string Memory = "/dev/shm";
    private readonly string _library = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory("belm-bench").FullName;
    private readonly ServiceProvider _services;

    /// <param name="root">Folder from which pictures may be read. Default: the program's folder.</param>
    /// <param name="provider">The provider of the model. Default: the CPU.</param>
    public Bench(string? root = null, string provider = ExecutionProviders.Cpu)
    {
        var services = new ServiceCollection();
        services.AddBelmEditing(options => options.Approval = ApprovalMode.Automatic);
        services.Configure<DeviceOptions>(options => options.Provider = provider);
        services.Configure<LibraryOptions>(options => (options.Root, options.AllowedRoots) = (_library, [root ?? AppContext.BaseDirectory]));
        _services = services.BuildServiceProvider();
        Service = _services.GetRequiredService<ImageOperations>();
    }

    public ImageOperations Service { get; }

    public static string ModelPath { get; } = new ModelOptions().Path;

    public static string Data(string relative) => Path.Combine(AppContext.BaseDirectory, relative);

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_library, recursive: true);
    }
}
