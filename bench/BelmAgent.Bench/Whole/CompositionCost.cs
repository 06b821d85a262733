using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Composition;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Bench.Whole;

/// <summary>Measures what composing a result with its source costs beside the bare network runs of the edit, interleaved, at 512×512.</summary>
internal static class CompositionCost
{
    private const int Size = 512;
    private const int Steps = 20;
    private const int Pairs = 5;

    public static async Task RunAsync(TextWriter output)
    {
        using var bare = new BareNetworks(Bench.ModelPath, Size);
        var before = ImageResize.Resample(ImageCodec.ReadFile(Bench.Data("samples/house.png")), Size, Size);
        var after = ImageResize.Resample(ImageCodec.ReadFile(Bench.Data("samples/cat.png")), Size, Size);
        foreach (var side in (int[])[Size, 2 * Size])
        {
            var source = ImageResize.Resample(before, side, side);
            var cost = await Timing.CompareAsync(
                Pairs,
                _ =>
                {
                    BareNetworks.Repeat(1, bare.Encoder);
                    BareNetworks.Repeat(Steps + 1 + 2, bare.OneRow);
                    BareNetworks.Repeat(Steps, bare.TwoRows);
                    BareNetworks.Repeat(2, bare.Decoder);
                    return Task.CompletedTask;
                },
                _ =>
                {
                    EditComposition.Compose(source, new ImageRegion(0, 0, side, side), before, after);
                    return Task.CompletedTask;
                });
            await output.WriteLineAsync($"composition with a source of {side}×{side} / bare runs of an edit at {Size}×{Size}, N = {Steps}, {cost}");
        }
    }
}
