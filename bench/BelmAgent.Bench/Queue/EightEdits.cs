using BelmAgent.Bench.Tables;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Bench.Queue;

/// <summary>Eight edits requested at once, compared with the same eight requested one after the other, interleaved.</summary>
internal static class EightEdits
{
    private const int Edits = 8;

    /// <summary>The default number of times that both are timed.</summary>
    public const int Pairs = 15;

    public static async Task RunAsync(TextWriter output, string provider, int pairs)
    {
        using var bench = new Bench(provider: provider);
        var scenes = Scene.ReadAll();

        async Task EditAsync(int edit)
        {
            var picture = await bench.Service.Images.ImportAsync(scenes[edit].Path);
            var proposal = await bench.Service.Editor.ProposeAsync(picture.Id, new EditPlan
            {
                SourcePrompt = scenes[edit].Caption, TargetPrompt = scenes[edit + 1].Caption, Attempts = 1,
            });
            await bench.Service.Editor.EditAsync(proposal.Id);
        }

        var compared = await Timing.CompareAsync(
            pairs,
            async _ =>
            {
                for (var edit = 0; edit < Edits; edit++)
                {
                    await EditAsync(edit);
                }
            },
            _ => Task.WhenAll(Enumerable.Range(0, Edits).Select(edit => Task.Run(() => EditAsync(edit)))));
        await output.WriteLineAsync($"eight edits at once / one after the other, {compared}");
    }
}
