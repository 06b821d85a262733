using System.ComponentModel.DataAnnotations;
using BelmAgent.Editing.Edits;
using BelmAgent.Planning;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Planning.Llm;
using BelmAgent.Plugins.Tests.Fakes;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tests;

public class AddBelmTests
{
    [Fact]
    public void Calling_twice_adds_nothing_but_options()
    {
        var services = new ServiceCollection();
        services.AddBelm();
        var before = services.Where(IsNoOption).Select(service => service.ServiceType).ToList();

        services.AddBelm(options => options.MaxIterations = 4);

        Assert.Equal(before, services.Where(IsNoOption).Select(service => service.ServiceType));
        using var provider = services.BuildServiceProvider();
        Assert.Single(provider.GetRequiredService<Kernel>().Plugins);
        Assert.Equal(4, provider.GetRequiredService<IOptions<BelmOptions>>().Value.MaxIterations);
    }

    [Fact]
    public void A_kernel_builder_takes_the_plugin()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IEditService>(new FakeEditService());
        builder.Plugins.AddBelm();

        var kernel = builder.Build();

        Assert.Equal(10, kernel.Plugins[ToolName.Plugin].FunctionCount);
    }

    [Fact]
    public void An_apps_own_kernel_has_the_plugin_once()
    {
        var services = new ServiceCollection();
        services.AddBelm();
        services.AddKernel();
        services.AddBelm();

        using var provider = services.BuildServiceProvider();

        Assert.Single(provider.GetRequiredService<Kernel>().Plugins);
    }

    [Fact]
    public void What_is_registered_already_stays()
    {
        var planner = BelmHouse.Planner;
        using var house = new BelmHouse(services => services.AddSingleton<IEditPlanner>(planner));

        Assert.Same(planner, house.Services.GetRequiredService<IEditPlanner>());
    }

    [Fact]
    public void The_planner_is_offline_without_a_language_model_and_uses_one_that_is_given()
    {
        using var offline = new BelmHouse();
        using var none = new BelmHouse(use: builder => builder.UseChatClient((_, options) => options.IsConfigured ? throw new InvalidOperationException() : null));
        using var model = new BelmHouse(use: builder => builder.UseChatClient((_, _) => new ScriptedChatClient("")));

        Assert.IsType<OfflinePlanner>(offline.Services.GetRequiredService<IEditPlanner>());
        Assert.IsType<OfflinePlanner>(none.Services.GetRequiredService<IEditPlanner>());
        Assert.IsType<LlmPlanner>(model.Services.GetRequiredService<IEditPlanner>());
        Assert.NotNull(model.Services.GetRequiredService<BelmAgentChat>());
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(51, 3)]
    [InlineData(8, -1)]
    [InlineData(8, 11)]
    public void Options_are_checked_when_the_host_starts(int iterations, int errors)
    {
        var services = new ServiceCollection();
        services.AddBelm(options => (options.MaxIterations, options.MaxConsecutiveErrors) = (iterations, errors));
        using var provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    [Theory]
    [InlineData("http://localhost/v1", null, "00:01:00", "Model")]
    [InlineData("ftp://localhost/v1", "m", "00:01:00", "Endpoint")]
    [InlineData("localhost", "m", "00:01:00", "Endpoint")]
    [InlineData("http://localhost/v1", "m", "02:00:00", "Timeout")]
    [InlineData(null, null, "00:01:00", null)]
    [InlineData("http://localhost/v1", "m", "00:01:00", null)]
    public void The_planners_options_are_checked(string? endpoint, string? model, string timeout, string? fault)
    {
        var options = new PlannerOptions
        {
            Endpoint = endpoint is null ? null : new Uri(endpoint, UriKind.RelativeOrAbsolute),
            Model = model,
            Timeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture),
        };
        var found = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);

        Assert.Equal(fault is null ? [] : [fault], found.SelectMany(result => result.MemberNames));
    }

    private static bool IsNoOption(ServiceDescriptor service) => service.ServiceType.Namespace?.StartsWith("Microsoft.Extensions.Options", StringComparison.Ordinal) != true;
}
