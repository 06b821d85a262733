namespace BelmAgent.Plugins.Tests.Conversations;

/// <summary>Plays the conversations of this folder, as described in README.md there, complete and streamed.</summary>
public class ConversationTests
{
    public static TheoryData<string, bool> Scripts => new(ConversationScript.All.Keys.SelectMany(name => new[] { (name, false), (name, true) }));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Conversation(string name, bool isStreamed)
    {
        var script = ConversationScript.All[name];
        try
        {
            await PlayAsync(script, isStreamed);
        }
        catch (Exception e) when (script.Later is not null)
        {
            Assert.Skip($"{script.Later} ({e.Message.Split('\n')[0]})");
        }

        Assert.SkipWhen(script.Later is not null, "Goes as written now: take the line 'later' out.");
    }

    [Theory]
    [InlineData("edits 1 -> a red house on grass, under a night sky", "expects nothing of what is said")]
    [InlineData("says Done", "expects nothing of the state")]
    [InlineData("says Done|at 2", "Assert.Empty() Failure")]
    [InlineData("says Done|edits 1 -> a blue house", "a red house on grass, under a night sky")]
    [InlineData("says Done|edits 1 -> a red house on grass, under a night sky|at 1", "Assert.Equal() Failure")]
    [InlineData("sings Done", "is no line of a script")]
    public async Task A_script_that_is_wrong_or_says_too_little_fails(string lines, string part)
    {
        var script = ConversationScript.Read("t", ["# n", "picture a red house on grass, under a blue sky", "> make it night", .. lines.Split('|')]).Single();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => PlayAsync(script, isStreamed: false));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private static async Task PlayAsync(ConversationScript script, bool isStreamed)
    {
        using var stage = new ConversationStage(isStreamed);
        TurnExpectations? turn = null;
        foreach (var line in script.Lines.Where(line => !line.StartsWith("later ", StringComparison.Ordinal)))
        {
            try
            {
                var (word, rest) = stage.Named(line).Split(' ', 2) is [var first, var last] ? (first, last) : (line, "");
                if (word == ">")
                {
                    turn?.End();
                    await stage.SayAsync(rest);
                    turn = new TurnExpectations(stage, rest);
                }
                else if (ConversationStage.Words.Contains(word))
                {
                    turn?.End();
                    turn = null;
                    await stage.SetUpAsync(word, rest);
                }
                else
                {
                    Assert.True(turn is not null && await turn.MeetAsync(word, rest), $"'{line}' is no line of a script, or stands in the wrong place.");
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"At \"{line}\" after \"{stage.Said}\": {e.Message}");
            }
        }

        Assert.NotNull(turn);
        turn.End();
    }
}
