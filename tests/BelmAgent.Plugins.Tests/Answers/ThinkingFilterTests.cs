using BelmAgent.Plugins.Answers;

namespace BelmAgent.Plugins.Tests.Answers;

public class ThinkingFilterTests
{
    private static readonly (string Text, string Answer)[] Begun =
    [
        ("<think>green?</think>blue", "blue"),
        ("<think>\ngreen?\n</think>\n\nblue", "blue"),
        ("<thinking>green?</thinking> blue", "blue"),
        ("<reasoning>green?</reasoning>blue", "blue"),
        ("<THINK>green?</Think>blue", "blue"),
        ("<thought>green?</thought>blue", "blue"),
        ("<reflection>green?</reflection>blue", "blue"),
        ("<seed:think>green?</seed:think>blue", "blue"),
        ("[THINK]green?[/THINK]blue", "blue"),
        ("◁think▷green?◁/think▷blue", "blue"),
        ("<|begin_of_thought|>green?<|end_of_thought|>blue", "blue"),
        ("<|channel|>analysis<|message|>green?<|end|><|start|>assistant<|channel|>final<|message|>blue", "blue"),
        ("<think>green?</thinking>blue", "blue"),
        ("<think></think>blue", "blue"),
        ("<think>green?", ""),
        ("Well.\n<think>green?", "Well.\n"),
        ("<think>a</think>blue\n<think>b</think>night", "blue\nnight"),
        ("Well, <think>green?</think>blue", "Well, blue"),
        ("<think>I could say \"</think\" or </thin k>", ""),
    ];

    private static readonly (string Text, string Answer)[] Words =
    [
        ("", ""),
        ("blue", "blue"),
        ("a < b and b > a", "a < b and b > a"),
        ("The tag <think> begins it.", "The tag <think> begins it."),
        ("\"<think>\" and `</think>` are tags.", "\"<think>\" and `</think>` are tags."),
        ("{\"target_prompt\":\"<think>\"}", "{\"target_prompt\":\"<think>\"}"),
        ("<thinker>blue</thinker>", "<thinker>blue</thinker>"),
        ("I think </ it", "I think </ it"),
        ("a <thin", "a <thin"),
        ("  blue\n\n", "  blue\n\n"),
    ];

    private static readonly (string Text, string Answer)[] Unbegun =
    [
        ("green?</think>blue", "blue"),
        ("green?\n</think>\n\nblue", "blue"),
        ("I want <b> and then\n</thinking>blue", "blue"),
        ("green?[/THINK]blue", "blue"),
        ("</think>blue", "blue"),
        ("a</think>b</think>blue", "blue"),
    ];

    public static TheoryData<string, string, int> Whole => Rows([.. Begun, .. Words, .. Unbegun], 0, 1, 3, 7);

    public static TheoryData<string, string, int> Streamed => Rows([.. Begun, .. Words], 0, 1, 2, 3, 7);

    [Theory]
    [MemberData(nameof(Whole))]
    public void Reasoning_is_no_part_of_an_answer(string text, string answer, int pieceLength) => Assert.Equal(answer, Read(text, pieceLength, holdsBack: true));

    [Theory]
    [MemberData(nameof(Streamed))]
    public void Nor_of_one_that_is_shown_as_it_comes(string text, string answer, int pieceLength) => Assert.Equal(answer, Read(text, pieceLength, holdsBack: false));

    [Fact]
    public void Words_pass_at_once_and_what_may_be_a_mark_waits()
    {
        var filter = new ThinkingFilter(holdsBack: false);

        Assert.Equal(["blue ", "", "<th ", "", "", "", "night"], new[] { "blue ", "<th", " ", "\n<thi", "nk>green", "</thi", "nk>night" }.Select(filter.Push).Select(text => text.TrimEnd('\n')));
    }

    [Fact]
    public void It_tells_whether_reasoning_ended_that_nothing_began()
    {
        var (begun, unbegun) = (new ThinkingFilter(holdsBack: false), new ThinkingFilter(holdsBack: false));
        begun.Push("<think>a</think>b");
        unbegun.Push("a</think>b");

        Assert.False(begun.EndedUnbegun);
        Assert.True(unbegun.EndedUnbegun);
    }

    private static TheoryData<string, string, int> Rows(IReadOnlyList<(string Text, string Answer)> cases, params int[] lengths) =>
        new((from one in cases from length in lengths select (one.Text, one.Answer, length)).ToArray());

    private static string Read(string text, int pieceLength, bool holdsBack)
    {
        var filter = new ThinkingFilter(holdsBack);
        var pieces = pieceLength == 0 ? [text] : text.Chunk(pieceLength).Select(piece => new string(piece)).ToArray();
        return string.Concat(pieces.Select(filter.Push)) + filter.End();
    }
}
