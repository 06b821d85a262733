using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Composition;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Bench.Whole;

/// <summary>
/// Measures what composing a result with its source costs beside the bare network runs of one step of the edit, inversion and all, interleaved,
/// at 512×512; an edit has tens of steps, and other runs beside.
/// </summary>
internal static class CompositionCost
{
    private const int Size = 512;
    private const int Pairs = 9;

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
                    bare.OneRow();
                    bare.TwoRows();
                    return Task.CompletedTask;
                },
                _ =>
                {
                    EditComposition.Compose(source, new ImageRegion(0, 0, side, side), before, after);
                    return Task.CompletedTask;
                });
            await output.WriteLineAsync($"composition with a source of {side}×{side} / bare runs of a step at {Size}×{Size}, {cost}");
        }
    }
}
