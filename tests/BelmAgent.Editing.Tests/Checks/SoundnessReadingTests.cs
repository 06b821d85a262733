using System.Text.Json;
using BelmAgent.Editing.Checks;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Tests.Checks;

/// <summary>The check of soundness against labels given by eye (bench/soundness).</summary>
public sealed class SoundnessReadingTests
{
    [Theory]
    [InlineData("tune", 35, 44, 5, 84)]
    [InlineData("report", 29, 43, 6, 84)]
    public void It_finds_as_many_damaged_pictures_as_the_decision_says(string half, int found, int damaged, int refused, int sound)
    {
        var labels = Labels().Where(label => label.Half == half).ToList();

        Assert.Equal((damaged, sound), (labels.Count(label => label.IsDamaged), labels.Count(label => !label.IsDamaged)));
        Assert.Equal((found, refused), (labels.Count(label => label.IsDamaged && IsRefused(label.Reading)), labels.Count(label => !label.IsDamaged && IsRefused(label.Reading))));
    }

    [Fact]
    public void A_picture_that_did_not_change_is_sound()
    {
        var picture = RgbImage.Filled(32, 32, new RgbColor(200, 30, 30));

        Assert.False(IsRefused(SoundnessReading.Of(picture, picture, noiseRatio: 1)));
    }

    [Fact]
    public void More_noise_softer_edges_and_more_remains_are_each_more_damage()
    {
        var reading = new SoundnessReading(NoiseRatio: 1.2, Softening: 0.4, Remains: 0.01);

        Assert.True((reading with { NoiseRatio = 1.5 }).Damage > reading.Damage);
        Assert.True((reading with { Softening = 0.6 }).Damage > reading.Damage);
        Assert.True((reading with { Remains = 0.02 }).Damage > reading.Damage);
    }

    private static bool IsRefused(SoundnessReading reading) => reading.NoiseRatio > EditCheck.MaxNoise || reading.Damage > EditCheck.MaxDamage;

    private static IEnumerable<(string Half, bool IsDamaged, SoundnessReading Reading)> Labels()
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "bench", "soundness", "labels.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var label = document.RootElement;
            yield return (
                label.GetProperty("half").GetString()!,
                label.GetProperty("label").GetString() == "damaged",
                new SoundnessReading(Number("noise_ratio"), Number("softening"), Number("remains")));

            double Number(string name) => label.GetProperty(name).GetDouble();
        }
    }
}
