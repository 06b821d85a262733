using System.Globalization;
using BelmAgent.Bench.Tables;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Bench.Queue;

/// <summary>Eight edits asked for at once, over the same eight asked for one after the other, in turns.</summary>
internal static class EightEdits
{
    private const int Edits = 8;
    private const int Pairs = 15;

    public static async Task RunAsync(TextWriter output)
    {
        using var bench = new Bench();
        var scenes = Scene.ReadAll();
        var inOrder = 0;

        async Task EditAsync(int edit, List<int> finished)
        {
            var picture = await bench.Service.ImportAsync(scenes[edit].Path);
            var proposal = await bench.Service.ProposeAsync(picture.Id, new EditPlan
            {
                SourcePrompt = scenes[edit].Caption, TargetPrompt = scenes[edit + 1].Caption, Attempts = 1,
            });
            await bench.Service.EditAsync(proposal.Id);
            lock (finished)
            {
                finished.Add(edit);
            }
        }

        var compared = await Timing.CompareAsync(
            Pairs,
            async _ =>
            {
                for (var edit = 0; edit < Edits; edit++)
                {
                    await EditAsync(edit, []);
                }
            },
            async pair =>
            {
                List<int> finished = [];
                await Task.WhenAll(Enumerable.Range(0, Edits).Select(edit => Task.Run(() => EditAsync(edit, finished))));
                inOrder += pair >= 0 && finished.Count == Edits ? 1 : 0;
            });
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"eight edits at once / one after the other, {compared}; all eight made in {inOrder} of {Pairs}"));
    }
}
