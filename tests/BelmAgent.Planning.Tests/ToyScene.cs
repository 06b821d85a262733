using System.Collections.Immutable;

namespace BelmAgent.Planning.Tests;

/// <summary>A ToyTown scene, implemented independently of the code under test.</summary>
internal sealed record ToyScene(ImmutableSortedDictionary<int, (string Color, string Kind)> Things, string Ground, string Sky, string? Extra)
{
    public static readonly string[] Slots = ["on the left", "in the center", "on the right"];
    public static readonly string[] Kinds = ["house", "tree", "car", "boat", "ball", "cat"];
    public static readonly string[] Colors = ["red", "blue", "green", "yellow", "purple", "white"];
    public static readonly string[] Grounds = ["grass", "sand", "snow", "water"];
    public static readonly string[] Skies = ["blue", "sunset", "night", "overcast"];

    public static string?[] ExtrasOf(string sky) => sky switch
    {
        "blue" => [null, "sun", "cloud"],
        "sunset" => [null, "sun"],
        "night" => [null, "moon"],
        _ => [null, "cloud"],
    };

    public string Caption
    {
        get
        {
            var things = string.Join(" and ", Things.Select(thing => $"a {thing.Value.Color} {thing.Value.Kind} {Slots[thing.Key]}"));
            return $"{things}, on {Ground}, under {(Sky == "overcast" ? "an" : "a")} {Sky} sky{(Extra is null ? "" : $", with a {Extra}")}";
        }
    }

    public static ToyScene Draw(Random random)
    {
        var sky = random.Pick(Skies);
        var things = Enumerable.Range(0, 3).OrderBy(_ => random.Next()).Take(random.Next(1, 4))
            .ToImmutableSortedDictionary(slot => slot, _ => (random.Pick(Colors), random.Pick(Kinds)));
        return new(things, random.Pick(Grounds), sky, random.Pick(ExtrasOf(sky)));
    }
}
