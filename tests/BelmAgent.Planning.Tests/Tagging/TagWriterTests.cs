using System.Text.RegularExpressions;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Tagging;

namespace BelmAgent.Planning.Tests.Tagging;

public class TagWriterTests
{
    // What goes stands in brackets in the caption, "and" comes for what stands in braces; what comes stands in brackets in the request: [smile]ing and [crumple]ed for other forms.
    [Theory]
    [InlineData("a [red] car on a road", "make it [blue]", 1, "", "", "a blue car on a road")]
    [InlineData("a white vase on a [walnut sideboard]", "trade the sideboard for a [marble mantelpiece]", 6, "", "", "a white vase on a marble mantelpiece")]
    [InlineData("a [cat] on a sofa", "an [owl] would be nicer", 1, "", "", "an owl on a sofa")]
    [InlineData("a man reading [in a park]", "put him on a [beach]", 5, "on a", "", "a man reading on a beach")]
    [InlineData("a bento box with salmon, rice[, edamame] and radish", "no edamame", 0, "", "", "a bento box with salmon, rice and radish")]
    [InlineData("a stall with tomatoes{,} peppers[ and aubergines]", "no aubergines", 0, "", "", "a stall with tomatoes and peppers")]
    [InlineData("a woman [in a green scarf] beside a window", "lose the scarf", 0, "", "", "a woman beside a window")]
    [InlineData("a woman beside a window", "let her [smile]ing", 2, "", "", "a woman smiling beside a window")]
    [InlineData("a silk handkerchief on a table", "[crumple]ed the handkerchief", 1, "", "", "a crumpled silk handkerchief on a table")]
    [InlineData("a path through a forest", "park a [rusty pickup] there", 5, "with a", "", "a path through a forest with a rusty pickup")]
    [InlineData("a path through a forest.", "park a [rusty pickup] there", 6, "with a", "", "a path through a forest with a rusty pickup.")]
    [InlineData("a toddler wearing dungarees splashing in a puddle", "put [wellies] on him", 4, "and", "", "a toddler wearing dungarees and wellies splashing in a puddle")]
    [InlineData("a dog on a chair", "add a [\"cute 🐶 pirate's hat\"]", 2, "with a", "", "a dog with a cute pirate's hat on a chair")]
    [InlineData("a dog on a chair", "ADD A [HAT]", 2, "with a", "", "a dog with a hat on a chair")]
    [InlineData("Two boys on a bus", "[anime]", 0, "", "of", "Anime of two boys on a bus")]
    [InlineData("A dog on a bus", "[comic book panel]", 0, "", "", "Comic book panel of a dog on a bus", EditType.ChangeStyle)]
    [InlineData("A dog on a bus", "[blue]", 0, "", "", "A blue dog on a bus")]
    [InlineData("a spiral staircase", "[kid] [sliding] [down]", 0, "a", "", "a kid sliding down a spiral staircase")]
    [InlineData("a road under a [clear blue sky]", "[dark storm clouds]", 4, "", "", "a road under dark storm clouds")]
    [InlineData("a cup next to a [laptop]", "[newspaper]", 5, "a", "", "a cup next to a newspaper")]
    [InlineData("a man with [a hat]", "a [buzz cut]", 3, "in a", "", "a man with a buzz cut")]
    [InlineData("a lighthouse on a cliff", "[boat]", 5, "with", "", "a lighthouse on a cliff with a boat")]
    [InlineData("a sign reading [\"Open Today]\" on a door", "say [Closed]", 4, "", "", "a sign reading \"Closed\" on a door")]
    [InlineData("[a table in a bar]", "a [dog] on it", 0, "a", "", "a dog")]
    public void Words_go_and_come_where_they_belong(string caption, string request, int place, string before, string after, string expected, EditType kind = EditType.ChangeContent) =>
        Assert.Equal(expected, TagWriter.Write(Plain(caption), Tags(caption, request, place, before, after) with { Kind = kind }));

    [Fact]
    public void Only_verbs_have_participles() =>
        Assert.Null(TagWriter.Write("a woman on a chair", Tags("a woman on a chair", "a [smiling]ing one", 2)));

    [Fact]
    public void Nothing_is_no_picture() =>
        Assert.Null(TagWriter.Write("a dog", Tags("[a dog]", "no dog", 0)));

    [Fact]
    public void Nothing_is_written_that_has_other_words_than_the_marks() =>
        Assert.Null(TagWriter.Write("a dog wearing a hat", Tags("a dog wearing a [hat]", "a [red] one", 2) with { Before = ["a huge", "a huge", ""] }));

    private static string Plain(string text) => Regex.Replace(text, @"[\[\]{}]", "");

    private static EditTags Tags(string caption, string request, int place, string before = "", string after = "")
    {
        var (words, fates) = Marked(caption, text => CaptionText.Parse(text).Words);
        var (asked, come) = Marked(request.Replace("]ing", "]", StringComparison.Ordinal).Replace("]ed", "]", StringComparison.Ordinal), TagWords.Split);
        var form = request.Contains("]ing", StringComparison.Ordinal) ? TagForm.Doing : request.Contains("]ed", StringComparison.Ordinal) ? TagForm.Done : TagForm.Plain;
        return new(
            [.. words], asked, [.. fates.Select(fate => fate == '[' ? TagFate.Goes : fate == '{' ? TagFate.And : TagFate.Stays)], [.. come.Select(mark => mark == '[' ? form : TagForm.None)],
            [.. asked.Select(_ => place)], [.. asked.Select((_, at) => at == come.IndexOf('[') ? before : "")], [.. asked.Select((_, at) => at == come.IndexOf('[') ? after : "")], EditType.ChangeContent, 1, 0);
    }

    private static (List<string> Words, List<char> Marks) Marked(string text, Func<string, IReadOnlyList<string>> split)
    {
        var (words, marks) = (new List<string>(), new List<char>());
        foreach (var part in Regex.Matches(text, @"\[[^\]]*|\{[^}]*|[^\[\]{}]+").Select(match => match.Value))
        {
            var own = split(part.TrimStart('[', '{'));
            words.AddRange(own);
            marks.AddRange(own.Select(_ => part[0]));
        }

        return (words, marks);
    }
}
