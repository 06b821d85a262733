using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

public sealed class CancellationTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("edit")]
    [InlineData("generate")]
    [InlineData("invert")]
    public async Task Ctrl_C_stops_within_a_step_and_leaves_nothing_half_written(string command)
    {
        using var app = new TestApp { InterruptAt = "steps" };
        var pictures = Pictures();

        var run = await app.RunAsync([.. Line(command), "--steps", "1000", "--json", .. town.Options]);

        run.AssertFailed(130, "cancelled");
        Assert.Empty(_folder.Names());
        Assert.True(command != "generate" || pictures.SequenceEqual(Pictures()));
        Assert.DoesNotContain(Directory.EnumerateFiles(town.Library, "*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminated_process_stops_as_well()
    {
        using var app = new TestApp();
        app.Interrupts.Terminate();

        (await app.RunAsync([.. Line("generate"), "--json", .. town.Options])).AssertFailed(130, "cancelled");
    }

    public void Dispose() => _folder.Dispose();

    private string[] Line(string command) => command switch
    {
        "edit" => ["edit", town.House, "make the house blue", "--caption", ToyTown.Caption, "--yes", "-o", _folder["out.png"], "--before-after", _folder["both.png"]],
        "generate" => ["generate", ToyTown.Caption, "-o", _folder["out.png"]],
        _ => ["invert", town.House, "--prompt", "", "-o", _folder["out.safetensors"], "--reconstruct", _folder["back.png"]],
    };

    private List<string> Pictures() => [.. Directory.EnumerateFiles(Path.Combine(town.Library, "pictures")).Order(StringComparer.Ordinal)];
}
