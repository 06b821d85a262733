using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Diffusion.Tests.Vision;

public class SceneDescriberTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Theory]
    [InlineData("house.png", "a red house on the left, on water, under a blue sky, with a cloud")]
    [InlineData("cat.png", "a red cat on the left and a yellow car on the right, on sand, under a night sky, with a moon")]
    public void A_drawn_scene_is_described_in_its_canonical_caption(string file, string caption)
    {
        var image = ImageCodec.ReadFile(Path.Combine(AppContext.BaseDirectory, "samples", file));
        var seen = toyTown.Pipeline.Describer!.Describe(image);

        Assert.Equal(caption, seen.Caption);
        Assert.All(seen.Confidences.Values, confidence => Assert.InRange(confidence, 0.5, 1));
    }
}
