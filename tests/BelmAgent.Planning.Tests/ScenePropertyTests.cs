using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

public class ScenePropertyTests
{
    [Fact]
    public void A_canonical_caption_reads_back_as_itself()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var caption = ToyScene.Draw(random).Caption;

            var scene = SceneCaptionParser.TryParse(caption, SceneVocabulary.ToyTown);

            Assert.NotNull(scene);
            Assert.Equal(caption, scene.Text);
            var canonical = new SceneCaption(scene.Vocabulary, [.. scene.Segments.Select(segment => new SceneSegment(segment.Part))]);
            Assert.Equal(caption, canonical.Text);
        }
    }

    [Fact]
    public async Task A_single_edit_changes_exactly_what_it_says()
    {
        var random = new Random(2);
        var planner = new OfflinePlanner(SceneVocabulary.ToyTown);
        for (var i = 0; i < 5000; i++)
        {
            var scene = ToyScene.Draw(random);
            var (request, after) = ToyEdit.Draw(random, scene);

            var outcome = await planner.PlanAsync(new(request, scene.Caption));

            Assert.True(outcome.IsPlanned, $"{scene.Caption} | {request} | {outcome.Question}");
            Assert.True(after.Caption == outcome.Plan.TargetPrompt, $"{scene.Caption} | {request} | {outcome.Plan.TargetPrompt}");
            Assert.Equal(scene.Caption, outcome.Plan.SourcePrompt);
        }
    }

    [Fact]
    public async Task Two_objects_that_fit_are_asked_about()
    {
        var random = new Random(3);
        var planner = new OfflinePlanner(SceneVocabulary.ToyTown);
        for (var i = 0; i < 500; i++)
        {
            var kind = random.Pick(ToyScene.Kinds);
            var scene = ToyScene.Draw(random);
            scene = scene with { Things = scene.Things.SetItem(0, ("red", kind)).SetItem(2, ("blue", kind)).Remove(1) };
            var request = random.Pick<string>([$"make the {kind} green", $"remove the {kind}", $"turn the {kind} into a {random.PickOther(ToyScene.Kinds, kind)}"]);

            var outcome = await planner.PlanAsync(new(request, scene.Caption));

            Assert.Equal($"Which {kind}: the red one on the left or the blue one on the right?", outcome.Question);
        }
    }
}
