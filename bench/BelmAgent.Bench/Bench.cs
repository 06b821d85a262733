using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Bench;

/// <summary>What every measurement stands on: the embedded model and a library that is thrown away, in memory where the system has a place for that.</summary>
internal sealed class Bench : IDisposable
{
    // Every picture is flushed to the disk, which is none of what is measured here and differs from machine to machine.
    private const string Memory = "/dev/shm";
    private readonly string _library = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory("belm-bench").FullName;
    private readonly ServiceProvider _services;

    /// <param name="root">Where pictures may be read from. Default: what lies beside the program.</param>
    /// <param name="provider">Where the model runs. Default: the CPU.</param>
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
