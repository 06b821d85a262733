using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Vision;

namespace BelmAgent.Diffusion.Tests.Vision;

public class SceneGrammarTests
{
    private readonly SceneGrammar _grammar = SceneGrammar.Load(Path.Combine(ToyTown.Path, "describer", "labels.json"));

    [Fact]
    public void A_scene_has_one_canonical_caption()
    {
        var labels = _grammar.Heads.ToDictionary(head => head.Name, head => head.Labels[0]);
        (labels["sky"], labels["ground"], labels["extra"]) = ("sunset", "grass", "sun");
        (labels["object_left"], labels["color_left"]) = ("house", "red");
        (labels["object_right"], labels["color_right"]) = ("tree", "green");

        Assert.Equal("a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun", _grammar.Caption(labels));
    }

    [Fact]
    public void Captions_read_back_into_the_labels_that_made_them()
    {
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var labels = _grammar.Heads.ToDictionary(head => head.Name, head => head.Labels[random.Next(head.Labels.Count)]);
            foreach (var slot in (string[])["left", "center", "right"])
            {
                if (labels[$"object_{slot}"] == "none")
                {
                    labels[$"color_{slot}"] = "none";
                }
            }

            var read = _grammar.TryParse(_grammar.Caption(labels));

            if (labels.Where(label => label.Key.StartsWith("object", StringComparison.Ordinal)).All(label => label.Value == "none"))
            {
                continue;
            }

            Assert.NotNull(read);
            Assert.All(read, label => Assert.Equal(labels[label.Key], label.Value));
        }
    }

    [Theory]
    [InlineData("right", "cat", "white", "a white cat on the right")]
    [InlineData("center", "boat", "none", "a boat in the center")]
    public void One_object_has_the_words_of_the_caption(string slot, string kind, string color, string words)
    {
        Assert.Equal(words, _grammar.Describe(slot, new Dictionary<string, string> { [$"object_{slot}"] = kind, [$"color_{slot}"] = color }));
        Assert.EndsWith($" {_grammar.Position(slot)}", words, StringComparison.Ordinal);
        Assert.Equal(kind, _grammar.TryParse(words)![$"object_{slot}"]);
    }

    [Theory]
    [InlineData("moon", "a moon")]
    [InlineData("overcast sky", "an overcast sky")]
    public void The_article_depends_on_the_first_letter(string noun, string words) => Assert.Equal(words, _grammar.WithArticle(noun));

    [Fact]
    public void A_colour_that_is_not_named_is_left_open()
    {
        var read = _grammar.TryParse("a tree on the left, on grass")!;

        Assert.Equal("tree", read["object_left"]);
        Assert.False(read.ContainsKey("color_left"));
        Assert.Equal("none", read["color_right"]);
    }

    [Theory]
    [InlineData("a photo of a dog")]
    [InlineData("a red house")]
    [InlineData("")]
    public void Other_words_are_not_read(string caption) => Assert.Null(_grammar.TryParse(caption));

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("is missing", Assert.Throws<ModelException>(() => SceneGrammar.Load(Path.Combine(ToyTown.Path, "describer", "nowhere.json"))).Message, StringComparison.Ordinal);
}
