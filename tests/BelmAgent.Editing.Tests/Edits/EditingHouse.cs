using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>The domain with the embedded model and a library of its own, deleted when disposed.</summary>
internal sealed class EditingHouse : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsLibrary;

    public EditingHouse(
        ApprovalMode approval = ApprovalMode.Automatic, string? library = null, IEditApprover? approver = null, int attempts = 1, double? guidance = null, string? model = null,
        Action<IServiceCollection>? configure = null)
    {
        _ownsLibrary = library is null;
        Library = library ?? Directory.CreateTempSubdirectory("belm-library").FullName;
        var services = new ServiceCollection();
        services.AddBelmEditing(options => (options.Approval, options.Attempts, options.Guidance) = (approval, attempts, guidance));
        services.Configure<LibraryOptions>(options => options.Root = Library);
        services.Configure<DeviceOptions>(options => (options.Provider, options.Threads) = ("cpu", 1));
        services.Configure<AttentionControlOptions>(options => options.CacheFolder = Path.Combine(Library, "attention"));
        services.Configure<ModelOptions>(options => options.Path = model ?? Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
        if (approver is not null)
        {
            services.AddSingleton(approver);
        }

        configure?.Invoke(services);
        _services = services.BuildServiceProvider(validateScopes: true);
        Service = _services.GetRequiredService<ImageOperations>();
    }

    public string Library { get; }

    public ImageOperations Service { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose()
    {
        _services.Dispose();
        if (_ownsLibrary)
        {
            Directory.Delete(Library, recursive: true);
        }
    }
}
