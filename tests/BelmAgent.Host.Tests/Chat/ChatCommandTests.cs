using BelmAgent.Diffusion.Models;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Chat;

/// <summary>Conversations, typed into a pipe.</summary>
public sealed class ChatCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _car;

    public ChatCommandTests() => _car = _folder.AddPicture("car.png");

    [Fact]
    public async Task A_request_is_planned_run_and_answered_with_the_pictures_file()
    {
        var run = await ChatAsync("make the car blue\n");

        Assert.Equal(0, run.ExitCode);
        AssertInOrder(run.Out, "shows a red car on a road", "{+blue+}", "Done. I see: a blue car on a road.", $"Image   {_car}", FakeDomain.EditedId);
    }

    [Fact]
    public async Task The_conversation_goes_on_from_the_newest_picture_and_undo_goes_back()
    {
        var run = await ChatAsync("make the car blue\n/history\n/undo\n/history\n/undo\n");

        AssertInOrder(
            run.Out,
            $"1   {FakeDomain.ImageId}", $"2 * {FakeDomain.EditedId}",
            $"1 * {FakeDomain.ImageId}", $"2   {FakeDomain.EditedId}",
            "there is no edit to undo");
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_person_is_told_beforehand()
    {
        var asking = await ChatAsync("/help\n");
        var trusting = await ChatAsync("/help\n", "--yes");

        Assert.Contains("pass --yes", asking.Error, StringComparison.Ordinal);
        Assert.Equal("", trusting.Error);
    }

    [Fact]
    public async Task Without_a_terminal_an_unknown_command_is_answered_in_one_line()
    {
        var run = await ChatAsync("/paint\n", "--yes");

        Assert.Single(run.Out[run.Out.IndexOf("There is no", StringComparison.Ordinal)..].TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_folder_is_said_to_be_one()
    {
        var run = await ChatAsync($"/open {_folder.Path}\n", "--yes");

        Assert.Contains($"'{_folder.Path}' is a folder: name an image file in it", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quit_ends_it_before_the_input_does()
    {
        var run = await ChatAsync("/quit\nmake the car blue\n");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(FakeDomain.EditedId, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/help", "/undo goes back")]
    [InlineData("/paint", "There is no command /paint: /help lists the commands.\n")]
    [InlineData("make it", "?")]
    public async Task What_is_no_request_is_answered(string said, string answer)
    {
        var run = await ChatAsync($"{said}\n");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(answer, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_opened_is_not_saved_over()
    {
        var (other, before) = (_folder.AddPicture("other.png"), await File.ReadAllBytesAsync(_car));

        var run = await ChatAsync($"/open {other}\n/save {_car}\n/save {other}\n/save {_folder["new.png"]}\n");

        AssertInOrder(run.Out + run.Error, $"'{_car}' was opened in this conversation");
        AssertInOrder(run.Out + run.Error, $"'{other}' was opened in this conversation");
        Assert.Equal(before, await File.ReadAllBytesAsync(_car));
        Assert.True(File.Exists(_folder["new.png"]));
    }

    [Fact]
    public async Task Ctrl_C_stops_the_edit_and_not_the_chat()
    {
        TestApp? app = null;
        var isFirst = true;
        var service = new FakeDomain(_car)
        {
            WaitAt = 2,
            OnStep = step =>
            {
                if (step == 2 && isFirst)
                {
                    isFirst = false;
                    app!.Interrupts.Interrupt();
                }
            },
        };
        using var chat = app = new TestApp { Service = service, Input = "make the car blue\nmake the car green\n" };

        var run = await chat.RunAsync("chat", _car);

        Assert.Equal(0, run.ExitCode);
        AssertInOrder(run.Out, "{+blue+}", "Stopped.", "{+green+}", FakeDomain.EditedId);
        Assert.Equal("a green car on a road", service.Plan!.TargetPrompt);
    }

    [Fact]
    public async Task Ctrl_C_at_the_prompt_ends_the_chat()
    {
        using var reader = new NeverReader();
        using var app = new TestApp { Service = new FakeDomain(_car), In = reader, CanAsk = true };
        reader.OnRead = () => app.Interrupts.Interrupt();

        Assert.Equal(130, (await app.RunAsync("chat", _car)).ExitCode);
    }

    [Fact]
    public async Task A_failure_is_said_and_the_chat_goes_on()
    {
        var service = new FakeDomain(_car) { EditFailure = ModelException.Broken("unet/model.onnx", "it is short") };
        using var app = new TestApp { Service = service, Input = "make the car blue\n/help\n" };

        var run = await app.RunAsync("chat", _car);

        Assert.Equal(0, run.ExitCode);
        AssertInOrder(run.Out, "belm doctor", "/undo goes back");
        Assert.DoesNotContain("   at ", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_words_go_to_standard_error_and_the_last_picture_is_the_result()
    {
        var run = await ChatAsync("make the car blue\n", "--json");

        Assert.Equal(FakeDomain.EditedId, run.Json.GetProperty("image_id").GetString());
        Assert.Contains("{+blue+}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_begin_without_a_picture()
    {
        using var app = new TestApp { Service = new FakeDomain(_car), Input = "/undo\n/history\n" };

        var run = await app.RunAsync("chat");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("There is no image yet.", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("kitty")]
    public async Task Into_a_pipe_go_paths_and_no_pictures(string pictures)
    {
        var run = await ChatAsync("make the car blue\n/history\n", "--pictures", pictures);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\e', run.Out + run.Error);
        AssertInOrder(run.Out, $"Before  {_car}", $"Image   {_car}");
    }

    [Fact]
    public async Task What_a_picture_says_of_itself_reaches_no_terminal_as_a_command()
    {
        using var app = new TestApp { Service = new FakeDomain(_car) { Caption = "a car\e]0;gone\a\u009b2J\r\n\u202E[red]" }, Input = "/history\nmake it\n" };

        var run = await app.RunAsync("chat", _car);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("shows a car␛]0;gone␇\ufffd2J \ufffd[red]\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out, character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public async Task Nothing_is_written_beside_the_library()
    {
        await ChatAsync("make the car blue\n");

        Assert.Equal(["car.png"], _folder.Names());
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertInOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' does not follow in:\n{text}");
            at = found + part.Length;
        }
    }

    [Fact]
    public async Task What_nothing_can_see_is_only_said_to_be_asked_for()
    {
        using var app = new TestApp { Service = new FakeDomain(_car) { IsBlind = true }, Input = "make the car blue\n" };

        var run = await app.RunAsync("chat", _car, "--yes");

        Assert.Contains("asked a red car on a road", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("shows", run.Out, StringComparison.Ordinal);
    }

    private async Task<TestRun> ChatAsync(string input, params string[] options)
    {
        using var app = new TestApp { Service = new FakeDomain(_car), Input = input };
        return await app.RunAsync(["chat", _car, .. options]);
    }
}
