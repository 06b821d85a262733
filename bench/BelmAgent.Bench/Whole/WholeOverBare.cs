using BelmAgent.Bench.Tables;
using BelmAgent.Editing;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Bench.Whole;

/// <summary>Measures a request, from its start to the picture in the library, against the bare network runs that it needs, interleaved.</summary>
internal static class WholeOverBare
{
    private const int Steps = 50;
    private const int Pairs = 51;

    public static async Task RunAsync(TextWriter output)
    {
        using var bench = new Bench();
        using var bare = new BareNetworks(Bench.ModelPath);
        var scenes = Scene.ReadAll();
        Scene At(int pair) => scenes[(pair + Timing.WarmUps) % scenes.Count];

        // Every prompt is new, so each is encoded, except the empty one, which the first request left in the cache.
        var generated = await Timing.CompareAsync(
            Pairs,
            _ =>
            {
                BareNetworks.Repeat(1, bare.Text);
                BareNetworks.Repeat(Steps, bare.TwoRows);
                BareNetworks.Repeat(1, bare.Decoder);
                return Task.CompletedTask;
            },
            pair => bench.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = $"{At(pair).Caption} {pair}", Seed = pair, Steps = Steps, Guidance = 3, Sampler = "ddim" }));
        await output.WriteLineAsync($"generate / bare runs at N = {Steps}, {generated}");

        var edited = await Timing.CompareAsync(
            Pairs,
            _ =>
            {
                BareNetworks.Repeat(1, bare.Encoder);
                BareNetworks.Repeat(2, bare.Text);
                // The inversion, the source's last noise, and the check's two.
                BareNetworks.Repeat(Steps + 1 + 2, bare.OneRow);
                BareNetworks.Repeat(Steps, bare.TwoRows);
                // The picture, and the reconstruction of the source for comparison.
                BareNetworks.Repeat(2, bare.Decoder);
                return Task.CompletedTask;
            },
            async pair =>
            {
                var picture = await bench.Service.Images.ImportAsync(At(pair).Path);
                var proposal = await bench.Service.Editor.ProposeAsync(picture.Id, new EditPlan
                {
                    SourcePrompt = $"{At(pair).Caption} {pair}", TargetPrompt = $"{At(pair + 1).Caption} {pair}", Steps = Steps, Guidance = 2, Attempts = 1,
                    EditType = EditType.ChangeColor,
                });
                await bench.Service.Editor.EditAsync(proposal.Id);
            });
        await output.WriteLineAsync($"import, invert and edit / bare runs at N = {Steps}, {edited}");
    }
}
