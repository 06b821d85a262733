using BelmAgent.Plugins.Answers.ToolCalls;

namespace BelmAgent.Plugins.Tests.Answers;

public class ToolCallReaderTests
{
    private static readonly string[] Befores = ["", "\n ", "I will do that now.\n", "Sure!\n\n"];

    public static TheoryData<string, string, int> Calls => new((
        from dialect in Dialects.All.Keys
        from before in Befores
        from length in (int[])[0, 1, 5]
        select (dialect, before, length)).ToArray());

    public static TheoryData<string, int> Words => new((
        from text in (string[])
        [
            "The house is blue.",
            "a < b, {c} and [d]",
            "{\"answer\": 5}",
            "<tool_call>none was needed</tool_call>",
            "<tool_call>{\"name\": \"delete_all\", \"arguments\": {}}</tool_call>",
            "<tool_call>{\"name\": \"look\", \"arguments\": {\"a\": \"cut o",
            "<tool_call>{\"name\": \"look\"}</tool_call> is what I would call.",
            "Say \"<tool_call>{\"name\": \"look\"}</tool_call>\" to look.",
            "`[TOOL_CALLS]look{}`",
            "The call {\"name\": \"look\"} looks.",
            "For example:\n{\"name\": \"look\", \"arguments\": {}}\nwould look.",
            "```json\n{\"name\": \"look\"}\n```\nis the form.",
            "```\nmake it blue\n```",
            "```python\nprint('look')\n```",
            "[look](https://example.org) here",
            "[1] is the first.",
            "Action: none is needed.",
            "<function=look> is a tag",
            "[TOOL_CALLS]",
            "<|python_tag|>import os\nos.remove('x')",
            "<｜tool▁calls▁begin｜>",
            "look(a=1)",
            "{\"name\": \"look\", \"arguments\": {}} {\"name\": \"other\", \"arguments\": {}}",
            "{\"look\": 5}",
        ]
        from length in (int[])[0, 1, 5]
        select (text, length)).ToArray());

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_is_read_in_every_dialect_whatever_stands_before_it(string dialect, string before, int pieceLength)
    {
        var (words, calls) = Read(before + Dialects.Write(dialect, "belm-look", ("image_id", "img_1"), ("text", "5 > 3 {is} [it], no?")), pieceLength);

        Assert.Equal(before.Trim(), words.Trim());
        var call = Assert.Single(calls);
        Assert.Equal("look", call.Name);
        Assert.Equal(("img_1", "5 > 3 {is} [it], no?"), ((string?)call.Arguments["image_id"], (string?)call.Arguments["text"]));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void What_is_no_call_of_a_known_function_is_words(string text, int pieceLength)
    {
        var (words, calls) = Read(text, pieceLength);

        Assert.Empty(calls);
        Assert.Equal(text, words);
    }

    [Theory]
    [InlineData("<tool_call>{\"name\":\"look\"}</tool_call>\n<tool_call>{\"name\":\"go\"}</tool_call>")]
    [InlineData("<tool_call>{\"name\":\"look\"}<tool_call>{\"name\":\"go\"}")]
    [InlineData("<tool_call>{\"name\":\"look\"}\n{\"name\":\"go\"}</tool_call>")]
    [InlineData("<|python_tag|>{\"name\":\"look\"}; {\"name\":\"go\"}")]
    [InlineData("[TOOL_CALLS]look[ARGS]{}[TOOL_CALLS]go[ARGS]{}")]
    [InlineData("[TOOL_CALLS][{\"name\":\"look\"},{\"name\":\"go\"}]")]
    [InlineData("[look(), go()]")]
    [InlineData("```tool_code\nlook()\ngo()\n```")]
    [InlineData("<function_calls><invoke name=\"look\"></invoke><invoke name=\"go\"></invoke></function_calls>")]
    [InlineData("<|tool_calls_section_begin|><|tool_call_begin|>look:0<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_call_begin|>go:1<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>")]
    public void Several_calls_are_read_in_order(string text)
    {
        Assert.Equal(["look", "go"], Read(text, 0).Calls.Select(call => call.Name));
        Assert.Equal(["look", "go"], Read(text, 3).Calls.Select(call => call.Name));
    }

    [Fact]
    public void What_is_said_after_a_call_was_said_without_its_result()
    {
        var (words, calls) = Read("Now.\n<tool_call>{\"name\":\"look\"}</tool_call>\nThe house is blue now.", 4);

        Assert.Equal("Now.", words);
        Assert.Single(calls);
    }

    [Fact]
    public void Values_keep_their_kinds_where_the_dialect_has_kinds()
    {
        var call = Assert.Single(Read("```tool_code\nlook(a=1, b=2.5, c=True, d=None, e=[1, 'x'], f={'k': \"v\"})\n```", 0).Calls);

        Assert.Equal("""{"a":1,"b":2.5,"c":true,"d":null,"e":[1,"x"],"f":{"k":"v"}}""", call.Arguments.ToJsonString());
    }

    [Fact]
    public void Words_pass_at_once_and_what_may_be_a_call_waits()
    {
        var reader = new ToolCallReader(Resolve);

        Assert.Equal(["Now ", "", "", "<tool_call>no, ", "I look"], new[] { "Now ", "<tool", "_call>", "no, ", "I look" }.Select(reader.Push));
        Assert.Equal("", reader.End().Words);
    }

    [Fact]
    public void An_endless_row_of_calls_is_read_as_far_as_anybody_would_run_it()
    {
        var text = string.Concat(Enumerable.Repeat("<tool_call>{\"name\":\"look\"}</tool_call>", 5_000));

        Assert.InRange(Read(text, 0).Calls.Count, 1, 100);
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("[")]
    [InlineData("{\"name\":\"look\",\"arguments\":{\"a\":[")]
    [InlineData("<tool_call>{\"name\":\"look\",\"arguments\":{\"a\":\"")]
    public void Whatever_never_ends_is_words(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 3_000));

        Assert.Equal(text, Read(text, 64).Words);
    }

    private static string? Resolve(string name) => name.Split('.', '-')[^1] is "look" or "go" ? name.Split('.', '-')[^1] : null;

    private static (string Words, IReadOnlyList<WrittenCall> Calls) Read(string text, int pieceLength)
    {
        var reader = new ToolCallReader(Resolve);
        var pieces = pieceLength == 0 ? [text] : text.Chunk(pieceLength).Select(piece => new string(piece)).ToArray();
        var shown = string.Concat(pieces.Select(reader.Push));
        var (rest, calls) = reader.End();
        return (shown + rest, calls);
    }
}
