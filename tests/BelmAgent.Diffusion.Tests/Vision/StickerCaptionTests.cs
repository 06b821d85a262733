using System.Text.Json;
using BelmAgent.Diffusion.Vision;

namespace BelmAgent.Diffusion.Tests.Vision;

/// <summary>Captions of StickerTown as its tool writes them, and the labels of their scenes.</summary>
public class StickerCaptionTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "stickertown");
    private readonly SceneGrammar _grammar = SceneGrammar.Load(Path.Combine(Folder, "labels.json"));

    [Fact]
    public void Captions_have_the_labels_of_their_scenes() => Assert.All(Scenes(), scene => Assert.Equal(scene.Labels, Read(scene.Caption)));

    [Fact]
    public void Labels_become_captions_that_read_back() => Assert.All(Scenes(), scene => Assert.Equal(scene.Labels, Read(_grammar.Caption(scene.Labels))));

    [Theory]
    [InlineData("a happy face on the left, in a desert, pixel art", "style", "pixel")]
    [InlineData("a happy face on the left, in a desert at night", "time", "night")]
    [InlineData("a happy face on the left, on the moon", "time", "night")]
    [InlineData("a happy face on the left and a red heart on the right, in a desert", "color_right", "red")]
    [InlineData("a happy face on the left and a heart on the right, in a desert", "color_right", "red")]
    public void Other_orders_are_read_too(string caption, string head, string label) => Assert.Equal(label, Read(caption)[head]);

    [Fact]
    public void A_look_that_is_not_named_is_left_open()
    {
        var read = Read("a face on the left, in a desert");

        Assert.Equal("face", read["object_left"]);
        Assert.False(read.ContainsKey("look_left"));
    }

    [Theory]
    [InlineData("a happy cat on the left, in a desert")]
    [InlineData("a cat and a dog, in a desert")]
    [InlineData("a cat on the left and a dog on the left, in a desert")]
    [InlineData("a cat on the left, in a desert, on a beach")]
    public void What_no_scene_shows_is_not_read(string caption) => Assert.Null(_grammar.TryParse(caption));

    private SortedDictionary<string, string> Read(string caption) => new(_grammar.TryParse(caption)?.ToDictionary() ?? []);

    private static List<(string Caption, SortedDictionary<string, string> Labels)> Scenes() =>
    [
        .. File.ReadAllLines(Path.Combine(Folder, "captions.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(row => (row.GetProperty("caption").GetString()!, row.GetProperty("labels").Deserialize<SortedDictionary<string, string>>()!)),
    ];
}
