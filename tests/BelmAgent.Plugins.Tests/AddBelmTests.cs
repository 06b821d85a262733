using System.ComponentModel.DataAnnotations;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Planners;
using BelmAgent.Plugins.Tests.Endpoints;
using BelmAgent.Plugins.Tests.Fakes;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
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
        builder.Services.AddSingleton<IOperationRunner>(new FakeDomain());
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

    [Fact]
    public async Task The_endpoint_of_the_configuration_plans()
    {
        await using var server = new LoopbackServer(OpenAiProtocol.EditAsync);
        using var provider = WithEndpoint(server.Endpoint).Services.BuildServiceProvider();

        var outcome = await provider.GetRequiredService<IEditPlanner>().PlanAsync(new("make the house blue", BelmHouse.Caption));

        Assert.Equal("a blue house on the left, on grass, under a blue sky, with a sun", outcome.Plan?.TargetPrompt);
        Assert.Equal("m", Assert.Single(server.Requests).GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_chat_client_of_the_apps_own_wins_over_the_endpoint_and_one_for_other_ends_is_let_be()
    {
        await using var server = new LoopbackServer(OpenAiProtocol.EditAsync);
        using var planning = new ScriptedChatClient("""{"target_prompt":"a green house on the left","edit_type":"change_color","reason":"asked"}""");
        using var other = new ScriptedChatClient("");
        var services = WithEndpoint(server.Endpoint).UseChatClient((_, _) => planning).Services;
        services.AddSingleton<IChatClient>(other);
        services.AddBelm();
        using var provider = services.BuildServiceProvider();

        Assert.True((await provider.GetRequiredService<IEditPlanner>().PlanAsync(new("make the house green", BelmHouse.Caption))).IsPlanned);

        Assert.Equal((1, 0, 0), (planning.Asked.Count, other.Asked.Count, server.Requests.Count));
        Assert.Same(other, provider.GetRequiredService<IChatClient>());
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

    [Fact]
    public void Options_are_bound_to_their_sections()
    {
        var configuration = Configuration(("Belm:Editing:Steps", "12"), ("Belm:Agent:MaxIterations", "5"), ("Belm:Model:Path", "/models/one"), ("Belm:Library:AllowedRoots:0", "/pictures"), ("Other:Key", "x"));
        var services = new ServiceCollection();
        services.AddBelm(configuration);
        services.AddBelm(configuration, options => options.MaxConsecutiveErrors = 1);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(12, Value<EditingOptions>().Steps);
        Assert.Equal((5, 1), (Value<BelmOptions>().MaxIterations, Value<BelmOptions>().MaxConsecutiveErrors));
        Assert.Equal("/models/one", Value<ModelOptions>().Path);
        Assert.Equal(["/pictures"], Value<LibraryOptions>().AllowedRoots);

        T Value<T>()
            where T : class => provider.GetRequiredService<IOptions<T>>().Value;
    }

    [Theory]
    [InlineData("Belm:Editing:Steps", "1", "Belm:Editing:Steps must be 2 to 1000.")]
    [InlineData("Belm:Editing:MaxImportMegapixels", "501", "Belm:Editing:MaxImportMegapixels must be 1 to 500.")]
    [InlineData("Belm:Agent:Wait", "soon", "Belm:Agent:Wait")]
    [InlineData("Belm:Agent:Weight", "1", "There is no setting Belm:Agent:Weight: Belm:Agent has PromptDirectory, Wait,")]
    [InlineData("Belm:Edits:Steps", "20", "There is no setting Belm:Edits: Belm has Model, Models,")]
    [InlineData("Belm:Telemetry:Endpiont", "http://localhost:4317", "There is no setting Belm:Telemetry:Endpiont: Belm:Telemetry has IncludePrompts.")]
    public void A_wrong_setting_is_named_when_the_host_starts(string key, string value, string sentence)
    {
        var services = new ServiceCollection();
        services.AddBelm(Configuration((key, value)));
        using var provider = services.BuildServiceProvider();

        var wrong = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(sentence, Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void An_apps_own_section_and_settings_are_known_once_they_are_added()
    {
        var configuration = Configuration(("Belm:Own:Key", "1"), ("Belm:Agent:Key", "2"));
        var services = new ServiceCollection();
        services.AddBelm(configuration).Services.AddBelmSection<OwnOptions>(configuration, "Own").AddBelmSection<OwnOptions>(configuration, "Agent");
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(2, provider.GetRequiredService<IOptions<OwnOptions>>().Value.Key);
    }

    [Fact]
    public void A_kernel_builder_takes_the_configuration_too()
    {
        var builder = Kernel.CreateBuilder();
        builder.Plugins.AddBelm(Configuration(("Belm:Agent:MaxIterations", "5")));

        Assert.Equal(5, builder.Build().GetRequiredService<IOptions<BelmOptions>>().Value.MaxIterations);
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

    private static BelmBuilder WithEndpoint(Uri endpoint) => new ServiceCollection().AddBelm(
        Configuration(("Belm:Planner:Endpoint", endpoint.ToString()), ("Belm:Planner:Model", "m"), ("Belm:Planner:Timeout", "01:00:00")));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();

    private static bool IsNoOption(ServiceDescriptor service) => service.ServiceType.Namespace?.StartsWith("Microsoft.Extensions.Options", StringComparison.Ordinal) != true;

    private sealed class OwnOptions
    {
        public int Key { get; set; }
    }
}
