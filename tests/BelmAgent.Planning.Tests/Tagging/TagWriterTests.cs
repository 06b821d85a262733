using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Tagging;

namespace BelmAgent.Planning.Tests.Tagging;

public class TagWriterTests
{
    // What goes stands in brackets in the caption, what comes in the request: [smile]ing and [crumple]ed for other forms.
    [Theory]
    [InlineData("a [red] car on a road", "make it [blue]", 1, "a blue car on a road")]
    [InlineData("a white vase on a [walnut sideboard]", "trade the sideboard for a [marble mantelpiece]", 6, "a white vase on a marble mantelpiece")]
    [InlineData("a [cat] on a sofa", "an [owl] would be nicer", 1, "an owl on a sofa")]
    [InlineData("a man reading in [a park]", "put him on a [beach]", 4, "a man reading on a beach")]
    [InlineData("a bento box with salmon, rice[, edamame] and radish", "no edamame", 0, "a bento box with salmon, rice and radish")]
    [InlineData("a woman [in a green scarf] beside a window", "lose the scarf", 0, "a woman beside a window")]
    [InlineData("a woman beside a window", "let her [smile]ing", 2, "a woman smiling beside a window")]
    [InlineData("a silk handkerchief on a table", "[crumple]ed the handkerchief", 1, "a crumpled silk handkerchief on a table")]
    [InlineData("a path through a forest", "park a [rusty pickup] there", 5, "a path through a forest with a rusty pickup")]
    [InlineData("a toddler wearing dungarees splashing in a puddle", "put [wellies] on him", 4, "a toddler wearing dungarees and wellies splashing in a puddle")]
    [InlineData("a dog on a chair", "add a [\"cute 🐶 pirate's hat\"]", 2, "a dog with a cute pirate's hat on a chair")]
    [InlineData("a dog on a chair", "ADD A [HAT]", 2, "a dog with a hat on a chair")]
    [InlineData("two zebras at a waterhole", "add [giraffes]", 5, "two zebras at a waterhole with giraffes")]
    public void Words_go_and_come_where_they_belong(string caption, string request, int place, string expected)
    {
        var tags = Tags(caption, request, place);

        Assert.Equal(expected, TagWriter.Write(Plain(caption), tags));
    }

    [Fact]
    public void A_style_is_of_the_whole_picture() =>
        Assert.Equal("a comic book panel of two boys on a bus", TagWriter.Write("two boys on a bus", Tags("two boys on a bus", "turn it into a [comic book panel]", 0) with { Kind = EditType.ChangeStyle }));

    [Fact]
    public void Parts_that_go_may_touch() =>
        Assert.Equal("dinner", TagWriter.Write("dinner for two and a cake", Tags("dinner for [two] and a [cake]", "nothing", 0)));

    [Fact]
    public void Only_verbs_have_participles() =>
        Assert.Null(TagWriter.Write("a woman on a chair", Tags("a woman on a chair", "a [smiling]ing one", 2)));

    [Fact]
    public void Nothing_is_no_picture() =>
        Assert.Null(TagWriter.Write("a dog", Tags("a [dog]", "no dog", 0)));

    [Fact]
    public void Nothing_is_written_that_has_other_words_than_the_marks() =>
        Assert.Null(TagWriter.Write("a dog wearing a hat", Tags("a dog wearing a [hat]", "no hat", 0)));

    private static string Plain(string text) => text.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

    private static EditTags Tags(string caption, string request, int place)
    {
        var (words, gone) = (CaptionText.Parse(Plain(caption)).Words, Marked(caption));
        var asked = TagWords.Split(request.Replace("]ing", "]", StringComparison.Ordinal).Replace("]ed", "]", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));
        var come = Marked(request);
        var form = request.Contains("]ing", StringComparison.Ordinal) ? TagForm.Doing : request.Contains("]ed", StringComparison.Ordinal) ? TagForm.Done : TagForm.Plain;
        return new(
            words, asked, [.. words.Select(word => TagWords.IsContent(word) && gone.Contains(word))], [.. asked.Select(word => TagWords.IsContent(word) && come.Contains(word) ? form : TagForm.None)],
            [.. asked.Select(_ => place)], EditType.ChangeContent, 1, 0);
    }

    private static HashSet<string> Marked(string text) => [.. text.Split('[').Skip(1).SelectMany(part => TagWords.Split(part.Split(']')[0]))];
}
