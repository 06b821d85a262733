using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Operations;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;
using BelmAgent.Plugins.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>Services with the plugin over a fake domain.</summary>
internal sealed class BelmHouse : IDisposable
{
    public const string Caption = "a red house on the left, on grass, under a blue sky, with a sun";

    private readonly ServiceProvider _provider;

    public BelmHouse(Action<IServiceCollection>? configure = null, Action<BelmBuilder>? use = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IOperationRunner>(Service);
        // However busy the machine is, the test waits for an edit that ends.
        services.Configure<BelmOptions>(options => options.Wait = TimeSpan.FromHours(1));
        services.Configure<ModelOptions>(options => options.Path = Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
        configure?.Invoke(services);
        var builder = services.AddBelm();
        use?.Invoke(builder);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        ImageId = Service.Add(Caption);
    }

    public FakeDomain Service { get; } = new();

    public IServiceProvider Services => _provider;

    public string ImageId { get; }

    public static OfflinePlanner Planner => new(SceneVocabulary.ToyTown);

    public void Dispose() => _provider.Dispose();
}
