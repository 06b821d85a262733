using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

public sealed class ApprovalTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("YES\n", 0)]
    [InlineData("n\n", 4)]
    [InlineData("\n", 4)]
    [InlineData("", 4)]
    public async Task A_person_is_asked_after_seeing_the_plan(string answer, int exitCode)
    {
        using var app = new TestApp { Input = answer, CanAsk = true };

        var run = await app.RunAsync(Edit());

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("{+blue+}", run.Out, StringComparison.Ordinal);
        Assert.Contains("Run this edit? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0, File.Exists(_folder["out.png"]));
    }

    [Fact]
    public async Task Nothing_runs_unasked_where_nobody_can_be_asked()
    {
        using var app = new TestApp { Input = "y\n" };

        (await app.RunAsync([.. Edit(), "--json"])).AssertFailed(4, "not_approved");

        Assert.False(File.Exists(_folder["out.png"]));
    }

    [Fact]
    public async Task With_yes_nobody_is_asked()
    {
        using var app = new TestApp { CanAsk = true };

        var run = await app.RunAsync([.. Edit(), "--yes"]);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("[y/N]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_answers_the_question_too()
    {
        using var reader = new NeverReader();
        using var app = new TestApp { CanAsk = true, In = reader };
        reader.OnRead = () => app.Interrupts.Interrupt();

        (await app.RunAsync([.. Edit(), "--json"])).AssertFailed(130, "cancelled");
    }

    public void Dispose() => _folder.Dispose();

    private string[] Edit() =>
        ["edit", town.House, "make the house blue", "--caption", ToyTown.Caption, "--steps", "2", "-o", _folder["out.png"], .. town.Options];
}
