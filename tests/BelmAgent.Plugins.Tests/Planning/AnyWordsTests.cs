using BelmAgent.Plugins.Planning;
using BelmAgent.Plugins.Planning.Scenes;

namespace BelmAgent.Plugins.Tests.Planning;

public class AnyWordsTests
{
    private static readonly string[] Words =
        ("make turn change replace add remove put move give paint the a an it this them red blue house tree car dog cat hat sky night snow sun moon left "
        + "right center on in at to into with from and then , . ? ! and or between of next both all one there should be is not no without color 's it's "
        + "-> painting style photo background colour's of' ''' \" ( ) & 🙂 é 42 ... ; : keep please sunny 'the' -").Split(' ');

    private static readonly string[] Captions =
    [
        "a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun",
        "a photo of a dog with a hat on a beach", "dogs", "a", "the the the", "of", ", ,", "a photo of", "it", "night", "🙂", "a cat, a dog and", "with", "on grass",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_words_break_the_planner(bool hasWorld)
    {
        var random = new Random(4);
        var planner = new OfflinePlanner(hasWorld ? SceneVocabulary.ToyTown : null);
        for (var i = 0; i < 10_000; i++)
        {
            var request = string.Join(' ', Enumerable.Range(0, random.Next(0, 9)).Select(_ => random.Pick(Words)));
            var caption = random.Pick(Captions);
            var history = random.Next(3) == 0 ? random.Pick(Words) + " the " + random.Pick(Words) : null;

            try
            {
                var outcome = await planner.PlanAsync(new(request, caption) { History = history is null ? [] : [new(history)] });

                Assert.True(outcome.IsPlanned ? outcome.Plan.SourcePrompt == caption && outcome.Plan.TargetPrompt.Trim().Length > 0 : outcome.Question.Length > 0);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"\"{request}\" on \"{caption}\": {e}");
            }
        }
    }
}
