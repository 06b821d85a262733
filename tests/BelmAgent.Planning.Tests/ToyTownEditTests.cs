using System.Text.Json;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

/// <summary>The requests of the editing benchmark, on which a method run by request depends.</summary>
public class ToyTownEditTests
{
    [Theory]
    [InlineData("", 320)]
    [InlineData("generated", 240)]
    public async Task Every_request_is_planned_as_the_benchmark_means_it(string part, int count)
    {
        var planner = new OfflinePlanner(SceneVocabulary.ToyTown);
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "bench", "toytown-edit", part, "pairs.jsonl"));
        Assert.True(lines.Length >= count);
        foreach (var line in lines)
        {
            var pair = JsonSerializer.Deserialize<JsonElement>(line);
            string Text(string name) => pair.GetProperty(name).GetString()!;

            var outcome = await planner.PlanAsync(new(Text("request"), Text("source_caption")));

            Assert.True(outcome.IsPlanned, $"{Text("id")} | {Text("request")} | {outcome.Question}");
            Assert.True(Text("target_caption") == outcome.Plan.TargetPrompt, $"{Text("id")} | {Text("request")} | {outcome.Plan.TargetPrompt}");
        }
    }

    [Fact]
    public async Task Every_request_is_planned_however_it_is_said()
    {
        const int Ways = 9;
        var planner = new OfflinePlanner(SceneVocabulary.ToyTown);
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "bench", "toytown-edit", "pairs.jsonl"));
        var (count, misses) = (0, new List<string>());
        foreach (var line in lines)
        {
            var pair = JsonSerializer.Deserialize<JsonElement>(line);
            var said = Enumerable.Range(0, Ways).Select(new ToyParaphrase(pair).Say).Distinct().ToList();
            Assert.True(said.Count >= 5, $"{pair.GetProperty("id")} is said in {said.Count} ways");
            foreach (var request in said)
            {
                count++;
                var caption = pair.GetProperty("source_caption").GetString()!;
                var outcome = await planner.PlanAsync(new(request, caption));
                if (outcome.Plan?.TargetPrompt != pair.GetProperty("target_caption").GetString())
                {
                    misses.Add($"{caption} | {request} | {outcome.Plan?.TargetPrompt ?? outcome.Question}");
                }
            }
        }

        Assert.True(misses.Count <= 0.02 * count, $"{misses.Count} of {count} missed:\n{string.Join('\n', misses.Take(20))}");
    }
}
