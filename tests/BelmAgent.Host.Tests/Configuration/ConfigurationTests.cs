using BelmAgent.Host.Chat;
using BelmAgent.Host.Telemetry;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Mcp.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string, string> Faults => new()
    {
        { """{ "Belm": { "Editing": { "Steps": 1 } } }""", "Belm:Editing:Steps must be 2 to 1000." },
        { """{ "Belm": { "Editing": { "Steps": "many" } } }""", "Belm:Editing:Steps" },
        { """{ "Belm": { "Editing": { "Setps": 20 } } }""", "There is no setting Belm:Editing:Setps: Belm:Editing has Sampler," },
        { """{ "Belm": { "Edits": { "Steps": 20 } } }""", "There is no setting Belm:Edits: Belm has Model," },
        { """{ "Belm": { "Editing": { "Sampler": "euler" } } }""", "Belm:Editing:Sampler must be ddim, edict, bdia, belm or o-belm." },
        { """{ "Belm": { "Editing": { "Approval": "Perhaps" } } }""", "Belm:Editing:Approval" },
        { """{ "Belm": { "Device": { "Provider": "tpu" } } }""", "Belm:Device:Provider must be" },
        { """{ "Belm": { "Device": { "UnloadAfter": "00:00:00" } } }""", "Belm:Device:UnloadAfter must be 00:00:01 to 1.00:00:00" },
        { """{ "Belm": { "Device": { "Library": "" } } }""", "Belm:Device:Library must name a file" },
        { """{ "Belm": { "Device": { "MemoryLimit": 1 } } }""", "Belm:Device:MemoryLimit must be 64 to 1048576 MiB" },
        { """{ "Belm": { "Planner": { "Endpoint": "somewhere", "Model": "m" } } }""", "Belm:Planner:Endpoint must be an address" },
        { """{ "Belm": { "Planner": { "Endpoint": "http://localhost:1/v1" } } }""", "Belm:Planner:Model must name" },
        { """{ "Belm": { "Planner": { "Timeout": "00:00:00" } } }""", "Belm:Planner:Timeout must be 00:00:01 to 01:00:00." },
        { """{ "Belm": { "Chat": { "Pictures": "ascii" } } }""", "Belm:Chat:Pictures must be auto, kitty, iterm2, sixel, blocks or none." },
        { """{ "Belm": { "Telemetry": { "Protocol": "smoke" } } }""", "Belm:Telemetry:Protocol must be grpc or http/protobuf." },
        { """{ "Belm": { "Telemetry": { "Endpoint": "somewhere" } } }""", "Belm:Telemetry:Endpoint must be an address" },
        { """{ "Belm": { "Telemetry": { "File": " " } } }""", "Belm:Telemetry:File must name a file" },
        { """{ "Belm": { "Models": { "Retries": 21 } } }""", "Belm:Models:Retries must be 0 to 20." },
        { """{ "Belm": { "Models": { "Timeout": "00:00:00" } } }""", "Belm:Models:Timeout must be 00:00:01 to 01:00:00." },
        { """{ "Belm": { "Models": { "MaxGibibytes": 0 } } }""", "Belm:Models:MaxGibibytes must be 1 to 10000." },
        { """{ "Belm": { "Models": { "Folder": "" } } }""", "Belm:Models:Folder must name a folder" },
        { """{ "Belm": { "Models": { "Endpoint": "ftp://example.org" } } }""", "Belm:Models:Endpoint must be an address" },
        { """{ "Belm": { "Models": { "Endpoint": "http://example.org", "Token": "t" } } }""", "Belm:Models:Endpoint must be https" },
        { """{ "Belm": { "Models": { "Token": "two words" } } }""", "Belm:Models:Token must be printable" },
        { """{ "Belm": { "Audit": { "Folder": "" } } }""", "Belm:Audit:Folder must name a folder" },
        { "{ \"Belm\": ", "cannot be read" },
        { "words", "cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_wrong_setting_is_named_with_what_is_allowed(string settings, string sentence)
    {
        var run = await PlanAsync("--config", _folder.AddText("settings.json", settings));

        run.AssertFailed(2, "configuration");
        Assert.Contains(sentence, run.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_not_there() =>
        (await PlanAsync("--config", _folder["none.json"])).AssertFailed(2, "configuration");

    [Fact]
    public async Task A_former_key_is_read_with_one_warning()
    {
        using var app = new TestApp();
        var run = await app.RunAsync(
            "plan", "make the car blue", "--caption", "a red car", "--json", "--config", _folder.AddText("settings.json", """{ "Belm": { "Planner": { "Road": "tools" } } }"""));

        run.AssertFailed(3, "planner_unavailable");
        Assert.Contains("Belm:Planner:Mode=Tools", run.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(app.Log.ToString().Split('\n'), line => line.Contains("Belm:Planner:Road is now named Belm:Planner:Mode", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_current_key_overrides_a_former_one()
    {
        var file = _folder.AddText("settings.json", """{ "Belm": { "Planner": { "Road": "tools" } } }""");

        Assert.Equal(0, (await PlanAsync("--config", file, "--planner", "offline")).ExitCode);
    }

    [Fact]
    public async Task A_former_key_with_a_wrong_value_is_refused_by_its_own_name()
    {
        var run = await PlanAsync("--config", _folder.AddText("settings.json", """{ "Belm": { "Planner": { "Road": "north" } } }"""));

        run.AssertFailed(2, "configuration");
        Assert.Contains("Belm:Planner:Road", run.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_may_have_comments()
    {
        var file = _folder.AddText("settings.json", """{ /* fewer */ "Belm": { "Editing": { "Steps": 20 } } // steps""" + "\n}");

        Assert.Equal(0, (await PlanAsync("--config", file)).ExitCode);
    }

    [Fact]
    public async Task The_environment_wins_over_a_file_and_an_option_over_both()
    {
        const string Variable = "BELM__LIBRARY__ROOT";
        var file = _folder.AddText("settings.json", """{ "Belm": { "Library": { "Root": "/from-the-file" } } }""");
        Environment.SetEnvironmentVariable(Variable, _folder["from-the-environment"]);
        try
        {
            Assert.Equal(_folder["from-the-environment"], await LibraryAsync("--config", file));
            Assert.Equal(_folder["from-the-option"], await LibraryAsync("--config", file, "--library", _folder["from-the-option"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public async Task The_settings_that_ship_are_all_known_and_in_range()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "appsettings.json");

        Assert.Equal(0, (await PlanAsync("--config", shipped)).ExitCode);
    }

    [Fact]
    public void Another_app_may_share_the_settings_of_this_one()
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddInMemoryCollection(
                from section in new[] { (Name: "Telemetry", Options: typeof(ExportOptions)), (Name: "Chat", Options: typeof(ChatOptions)), (Name: "Mcp", Options: typeof(McpOptions)) }
                from property in section.Options.GetProperties().Where(property => property.PropertyType != typeof(bool))
                select KeyValuePair.Create($"Belm:{section.Name}:{property.Name}", (string?)"x"))
            .Build();
        using var provider = new ServiceCollection().AddBelm(configuration).Services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<TestRun> PlanAsync(params string[] options)
    {
        using var app = new TestApp();
        return await app.RunAsync(["plan", "make the car blue", "--caption", "a red car", "--json", .. options]);
    }

    private static async Task<string?> LibraryAsync(params string[] options)
    {
        using var app = new TestApp();
        var run = await app.RunAsync(["doctor", "--json", .. options]);
        return run.Json.GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("name").GetString() == "library").GetProperty("detail").GetString();
    }
}
