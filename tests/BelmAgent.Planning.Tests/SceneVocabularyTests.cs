using System.Text.Json;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

public class SceneVocabularyTests
{
    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "models", "toytown");

    [Fact]
    public void The_shipped_labels_say_what_the_built_in_vocabulary_says()
    {
        var labels = SceneVocabulary.Load(Model)!;

        foreach (var role in Enum.GetValues<SceneRole>())
        {
            Assert.Equal(
                SceneVocabulary.ToyTown.Terms(role).Select(term => (term.Label, term.Phrase)),
                labels.Terms(role).Select(term => (term.Label, term.Phrase)));
        }
    }

    [Theory]
    [InlineData("a red house on the left, on grass, under a blue sky", "change the sky to an orange sky", "a red house on the left, on grass, under a sunset sky")]
    [InlineData("a red house on the left, on grass, under a blue sky", "put it on the meadow", "")]
    [InlineData("a red house on the left, on grass, under a blue sky", "make the house blue", "a blue house on the left, on grass, under a blue sky")]
    public async Task The_files_synonyms_are_understood(string caption, string request, string target)
    {
        var outcome = await new OfflinePlanner(SceneVocabulary.Load(Model)).PlanAsync(new(request, caption));

        Assert.Equal(target, outcome.Plan?.TargetPrompt ?? "");
    }

    [Fact]
    public void A_model_without_labels_has_no_vocabulary() => Assert.Null(SceneVocabulary.Load(Path.GetTempPath()));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"heads":[],"caption":{}}""")]
    [InlineData("no json")]
    public void Labels_in_another_form_are_refused(string json) => Assert.ThrowsAny<JsonException>(() => SceneVocabulary.Parse(json));
}
