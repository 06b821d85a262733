using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

/// <summary>A world with traits, riders, flyers, places, times, weathers and styles, read from its labels alone.</summary>
public class StickerTownTests
{
    private readonly OfflinePlanner _planner = new(SceneVocabulary.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "stickertown", "labels.json"))));

    [Theory]
    [InlineData("", 800)]
    [InlineData("generated", 240)]
    public async Task Requests_of_the_benchmark_are_planned_as_it_means_them(string part, int count)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "bench", "stickertown-edit", part, "pairs.jsonl"));
        Assert.Equal(count, lines.Length);
        List<string> misses = [];
        foreach (var line in lines)
        {
            var pair = JsonSerializer.Deserialize<JsonElement>(line);
            string Text(string name) => pair.GetProperty(name).GetString()!;

            var outcome = await _planner.PlanAsync(new(Text("request"), Text("source_caption")));

            if (outcome.Plan?.TargetPrompt != Text("target_caption"))
            {
                misses.Add($"{Text("source_caption")} | {Text("request")} | {outcome.Plan?.TargetPrompt ?? outcome.Question}");
            }
        }

        Assert.True(misses.Count == 0, string.Join('\n', misses));
    }

    [Theory]
    [InlineData("a red car on the left, on a beach", "put a cat on it", "a cat on top of a red car on the left, on a beach")]
    [InlineData("a cat on top of a red car on the left, on a beach", "move the car to the right", "a cat on top of a red car on the right, on a beach")]
    [InlineData("a cat on top of a red car on the left, on a beach", "remove the car", "a cat on the left, on a beach")]
    [InlineData("a cat on top of a red car on the left, on a beach", "remove the kitten", "a red car on the left, on a beach")]
    [InlineData("a cat, on a beach, at night", "make it day", "a cat, on a beach")]
    [InlineData("a cat, on a beach, at night", "show it by day", "a cat, on a beach")]
    [InlineData("a cat, on a beach, while it snows", "stop the snow", "a cat, on a beach")]
    [InlineData("a cat, on a beach, at night", "put it on the moon", "a cat, on the moon")]
    [InlineData("a pixel art of a cat, on a beach", "make it a 3d render", "a cat, on a beach")]
    [InlineData("a red apple, on a beach", "turn it into a line drawing", "a line drawing of an apple, on a beach")]
    [InlineData("a small red apple, on a beach", "replace the apple with a cat", "a cat, on a beach")]
    [InlineData("a cat on the left, on a beach", "add an apple", "a cat on the left and a red apple on the right, on a beach")]
    [InlineData("a cat on the left, on a beach", "add an airplane", "a cat on the left and an airplane in the sky, on a beach")]
    [InlineData("a standing man on the left and a cat on the right, on a beach", "make him run", "a running man on the left and a cat on the right, on a beach")]
    [InlineData("a happy face, on a beach", "make the face crying", "a sad face, on a beach")]
    [InlineData("a cat on the left and a dog on the right, on a beach", "make the cat out of wood and let it rain", "a wooden cat on the left and a dog on the right, on a beach, in the rain")]
    public async Task Requests_in_other_words_are_planned(string caption, string request, string target)
    {
        var outcome = await _planner.PlanAsync(new(request, caption));

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Equal(target, outcome.Plan.TargetPrompt);
    }

    [Theory]
    [InlineData("a cat, on a beach", "make the cat happy", "no expression")]
    [InlineData("a happy face, on a beach", "make the face running", "happy, laughing")]
    [InlineData("a cat, on the moon", "make it day", "always night")]
    [InlineData("a cat on the left, on a beach", "put a dog on top of the cat", "cannot be underneath")]
    [InlineData("a red car on the left, on a beach", "put a house on top of the car", "cannot be on top")]
    [InlineData("a red car on the left, on a beach", "put a dog in the sky", "cannot be in the sky")]
    [InlineData("a cat on the left and a dog on the right, on a beach", "add a house", "full")]
    [InlineData("a cat on the left and a dog on the right, on a beach", "make it red", "Which")]
    [InlineData("a cat, on a beach", "remove the man next to the cat", "no man")]
    public async Task What_the_world_cannot_show_is_asked_about(string caption, string request, string question)
    {
        var outcome = await _planner.PlanAsync(new(request, caption));

        Assert.Contains(question, outcome.Question, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("make the cat golden", EditType.ChangeMaterial)]
    [InlineData("make the cat green", EditType.ChangeColor)]
    [InlineData("make the face angry", EditType.ChangeContent)]
    [InlineData("make it a flat cartoon", EditType.ChangeStyle)]
    [InlineData("make it rain", EditType.ChangeBackground)]
    public async Task The_plan_has_the_kind_of_the_change(string request, EditType kind)
    {
        var outcome = await _planner.PlanAsync(new(request, "a cat on the left and a happy face on the right, on a beach"));

        Assert.Equal(kind, outcome.Plan?.EditType);
    }
}
