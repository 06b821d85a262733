using BelmAgent.Editing.Edits;
using BelmAgent.Host.Chat;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Tests.Chat;

public sealed class ChatWordsTests : IDisposable
{
    private readonly StringWriter _terminal = new();
    private readonly Screen _screen;
    private readonly ChatWords _words;

    public ChatWordsTests()
    {
        _screen = new Screen(new BelmIo(new StringReader("y\n"), _terminal, _terminal, canAsk: true), json: false);
        _words = new ChatWords(_screen);
    }

    [Fact]
    public void Pieces_are_written_as_they_come_and_a_begun_line_is_ended_once()
    {
        _words.Write("Sure");
        Assert.Equal("Sure", _terminal.ToString());
        _words.Write(", I will.");
        _words.Write("");
        _words.EndLine();
        _words.EndLine();
        _words.WriteLine("Done.");
        _words.Write("One\n");
        _words.EndLine();

        Assert.Equal("Sure, I will.\nDone.\nOne\n", _terminal.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_models_answer_commands_no_terminal()
    {
        _words.Write("\e[2JHello\a");
        _words.Write("]8;;x");

        Assert.Equal("␛[2JHello␇]8;;x", _terminal.ToString());
    }

    [Fact]
    public async Task A_question_begins_on_a_line_of_its_own()
    {
        var progress = new ChatProgress(_screen, _words, new TerminalPictures(_terminal, TerminalGraphics.None, () => new CellBox(1, 1)), TimeProvider.System);
        _words.Write("I would do this:");

        var approved = await new TerminalApprover(_screen, _words, progress, new ShownPlan { ProposalId = "prop_1" }).ApproveAsync(
            new EditProposal { Id = "prop_1", ImageId = "img_1", Plan = new() { SourcePrompt = "a", TargetPrompt = "b" }, UnetEvaluations = 1 }, TestContext.Current.CancellationToken);

        Assert.True(approved);
        Assert.Equal("I would do this:\nRun this edit? [y/N] ", _terminal.ToString().ReplaceLineEndings("\n"));
    }

    public void Dispose() => _terminal.Dispose();
}
