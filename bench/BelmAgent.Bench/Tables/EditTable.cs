using System.Globalization;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning;

namespace BelmAgent.Bench.Tables;

/// <summary>Edits by request, through the offline planner, for each way to sample the target.</summary>
internal static class EditTable
{
    private static readonly string[] Kinds = ["colour", "object", "sky", "ground"];

    private static readonly (string Name, string Sampler, double? Kappa, TargetSampler Target)[] Methods =
    [
        ("DDIM", "ddim", null, TargetSampler.Carried),
        ("O-BELM, carried pair", "o-belm", null, TargetSampler.Carried),
        ("O-BELM, kick", "o-belm", null, TargetSampler.Kick),
        ("O-BELM, trajectory-corrected", "o-belm", null, TargetSampler.TrajectoryCorrected),
    ];

    public static async Task RunAsync(TextWriter output, IReadOnlyList<double> guidances)
    {
        using var bench = new Bench();
        var edits = await PrepareAsync(bench, output);
        await output.WriteLineAsync("| target | w | confirmed | of them colour / object / sky / ground | other attributes changed, each edit | nothing else changed | background PSNR, mean (dB) | psnr, mean (dB) | seconds, mean |");
        await output.WriteLineAsync("|---|---|---|---|---|---|---|---|---|");
        foreach (var guidance in guidances)
        {
            foreach (var (name, sampler, kappa, target) in Methods)
            {
                List<(Edit Edit, EditResult Result)> results = [];
                foreach (var edit in edits)
                {
                    var plan = edit.Plan with { Sampler = sampler, Kappa = kappa, TargetSampler = target, Guidance = guidance, Steps = 50 };
                    var proposal = await bench.Service.ProposeAsync(edit.ImageId, plan);
                    results.Add((edit, await bench.Service.EditAsync(proposal.Id)));
                }

                await output.WriteLineAsync(Row(name, guidance, results));
            }
        }
    }

    private static async Task<List<Edit>> PrepareAsync(Bench bench, TextWriter output)
    {
        var planner = new OfflinePlanner(Plugins.Planning.Scenes.SceneVocabulary.ToyTown);
        List<Edit> edits = [];
        var scenes = Scene.ReadAll();
        for (var i = 0; i < scenes.Count; i++)
        {
            var (kind, request, _, _) = EditRequests.For(i, scenes[i]);
            var picture = await bench.Service.ImportAsync(scenes[i].Path);
            var caption = (await bench.Service.DescribeAsync(picture.Id)).Caption;
            if (caption != scenes[i].Caption)
            {
                await output.WriteLineAsync($"The describer reads scene {i} as \"{caption}\"; it is \"{scenes[i].Caption}\".");
            }

            var outcome = await planner.PlanAsync(new PlanningRequest(request, caption ?? scenes[i].Caption));
            if (outcome.Plan is { } plan)
            {
                edits.Add(new Edit(picture.Id, kind, plan));
            }
            else
            {
                await output.WriteLineAsync($"Not planned: \"{request}\" on \"{caption}\": {outcome.Question}");
            }
        }

        return edits;
    }

    private static string Row(string name, double guidance, List<(Edit Edit, EditResult Result)> results)
    {
        string Confirmed(string kind) => $"{results.Count(r => r.Edit.Kind == kind && r.Result.Check.Passed == true)}";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {guidance} | {results.Count(r => r.Result.Check.Passed == true)} of {results.Count} | {string.Join(" / ", Kinds.Select(Confirmed))} | {results.Average(r => r.Result.Check.Collateral.Count):0.00} | {results.Count(r => r.Result.Check is { Passed: true, Collateral.Count: 0 })} | {results.Average(r => r.Result.Measures.BackgroundPsnr):0.0} | {results.Average(r => r.Result.Measures.Psnr):0.0} | {results.Average(r => r.Result.Seconds):0.00} |");
    }

    private sealed record Edit(string ImageId, string Kind, EditPlan Plan);
}
