using System.Text.RegularExpressions;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

public sealed partial class ChatTests(ToyTown town) : IClassFixture<ToyTown>
{
    [Fact]
    public async Task Two_edits_and_an_undo_on_the_embedded_model()
    {
        using var app = new TestApp { Input = "make the house blue\nmake it night\n/undo\n/history\n" };

        var run = await app.RunAsync(["chat", town.House, "--yes", "--steps", "12", .. town.Options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("{+blue+}", run.Out, StringComparison.Ordinal);
        Assert.Contains("12 steps", run.Out, StringComparison.Ordinal);
        var history = run.Out[run.Out.LastIndexOf("shows", StringComparison.Ordinal)..].Split('\n').Where(line => Listed().IsMatch(line)).ToList();
        Assert.Equal(3, history.Count);
        Assert.StartsWith("2 * ", history[1], StringComparison.Ordinal);
        Assert.Contains("make the house blue", history[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("make the house blue\ny\n", true)]
    [InlineData("make the house blue\nn\n", false)]
    public async Task The_person_is_asked_in_the_middle_of_the_chat(string input, bool runs)
    {
        using var app = new TestApp { Input = input, CanAsk = true };

        var run = await app.RunAsync(["chat", town.House, "--steps", "12", .. town.Options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Run this edit? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(runs, run.Out.Contains("Done", StringComparison.Ordinal));
        Assert.Equal(!runs, run.Out.Contains("not approved, so nothing was changed.\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("make the house blue\ny\n", true, false)]
    [InlineData("make the house blue\nn\n", false, false)]
    [InlineData("make the house blue\n/history\n", false, true)]
    [InlineData("make the house blue\n", false, false)]
    public async Task In_a_pipe_the_next_line_may_answer_and_another_is_not_lost(string input, bool runs, bool lists)
    {
        using var app = new TestApp { Input = input };

        var run = await app.RunAsync(["chat", town.House, "--steps", "12", .. town.Options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Run this edit? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(runs, run.Out.Contains("Done", StringComparison.Ordinal));
        Assert.Equal(!runs, run.Out.Contains("not approved, so nothing was changed.\n", StringComparison.Ordinal));
        Assert.Equal(lists, run.Out.Contains("1 * img_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_at_the_question_stops_the_edit_and_loses_no_line()
    {
        using var stopped = new ManualResetEventSlim();
        using var output = new WatchedWriter("Stopped.", stopped.Set);
        using var reader = new ScriptedReader();
        using var app = new TestApp { In = reader, Out = output, CanAsk = true };
        reader.Lines.Enqueue(() => "make the house blue");
        reader.Lines.Enqueue(() =>
        {
            app.Interrupts.Interrupt();
            stopped.Wait();
            return "/help";
        });

        var run = await app.RunAsync(["chat", town.House, "--steps", "2", .. town.Options]);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("Done:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("/undo goes back", output.ToString()[output.ToString().IndexOf("Stopped.", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d [* ] img_\w+  ")]
    private static partial Regex Listed();
}
