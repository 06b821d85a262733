using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>The embedded model with a library of its own and a generated picture.</summary>
public sealed class ToyTown : IAsyncLifetime
{
    public const string Caption = "a red house on the left, on grass, under a blue sky";
    private readonly TestFolder _folder = new();

    /// <summary>Gets a picture file of <see cref="Caption"/>.</summary>
    public string House => _folder["house.png"];

    /// <summary>Gets the library's folder.</summary>
    public string Library => _folder["library"];

    /// <summary>Gets the options for every command with a model: one thread gives the same bits on any machine.</summary>
    public string[] Options => ["--library", Library, "--config", _folder["settings.json"]];

    public async ValueTask InitializeAsync()
    {
        _folder.AddText("settings.json", """{ "Belm": { "Device": { "Provider": "cpu", "Threads": 1 } } }""");
        using var app = new TestApp();
        var run = await app.RunAsync(["generate", Caption, "--seed", "3", "--steps", "20", "-o", House, "--json", .. Options]);
        Assert.Equal(Caption, run.Json.GetProperty("seen").GetString());
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
