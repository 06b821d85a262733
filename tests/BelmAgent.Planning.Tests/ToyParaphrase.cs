using System.Text.Json;

namespace BelmAgent.Planning.Tests;

/// <summary>Paraphrases the change of a benchmark's pair, from the difference between its two pictures.</summary>
internal sealed class ToyParaphrase(JsonElement pair)
{
    private static readonly Dictionary<string, string> Places = new() { ["left"] = "on the left", ["center"] = "in the center", ["right"] = "on the right" };

    private static readonly string[] Joins = [" and ", ", then ", ", ", " and then ", " and also "];

    private static readonly string[] Politeness = ["{0}", "please {0}", "could you {0}?", "{0}, please", "I'd like you to {0}.", "{0} now", "Can you {0} for me?"];

    /// <summary>Returns the words, in one of many variants; the same number gives the same words.</summary>
    public string Say(int way)
    {
        string[] clauses = [.. Clauses().Select((options, i) => options[(way + i) % options.Length])];
        var said = string.Join(Joins[way % Joins.Length], clauses);
        // Not every clause is a command to which "could you" can be added.
        return clauses[0].Split(' ')[0] is "the" or "with" or "there" or "I" or "let" or "no" or "it" ? said : string.Format(null, Politeness[way % Politeness.Length], said);
    }

    private IEnumerable<string[]> Clauses()
    {
        foreach (var slot in Places.Keys)
        {
            if (Change($"object_{slot}") is var kind && Change($"color_{slot}") is var color && (kind ?? color) is not null)
            {
                yield return Thing(slot, kind, color);
            }
        }

        if (Change("ground") is var (_, ground))
        {
            var old = Attribute("ground");
            yield return
            [
                $"change the ground to {ground}", $"put everything on {ground}", $"turn the {old} into {ground}", $"make the ground {ground}", $"replace the {old} with {ground}",
                $"the ground should be {ground}", $"swap the {old} for {ground}",
            ];
        }

        var sky = Change("sky");
        if (sky is var (_, next))
        {
            var word = next == "day" ? "blue" : next;
            yield return
            [
                $"make the sky {word}", $"change the sky to {next}", $"set the sky to {word}", $"make it {next}", $"turn the sky into {(next == "overcast" ? "an" : "a")} {word} sky",
                $"let the sky be {word}", $"the sky should be {word}",
            ];
        }

        if (Change("extra") is var (had, has) && Extra(had, has, sky?.New) is { } extra)
        {
            yield return extra;
        }
    }

    private string[] Thing(string slot, (string Old, string New)? kind, (string Old, string New)? color)
    {
        var (place, name) = (Places[slot], $"the {Attribute($"color_{slot}")} {Attribute($"object_{slot}")} {Places[slot]}");
        var one = $"the one {place}";
        if (kind is not var (old, next))
        {
            var hue = color!.Value.New;
            return
            [
                $"make {name} {hue}", $"paint {one} {hue}", $"change {name} to {hue}", $"{one} should be {hue}", $"recolour {name} to {hue}", $"turn {one} {hue}",
                $"change the colour of {name} from {color.Value.Old} to {hue}", $"dye {name} {hue}", $"I want {one} to be {hue}",
            ];
        }

        if (next == "none")
        {
            return [$"remove {name}", $"delete {one}", $"get rid of {name}", $"take {one} away", $"erase {name}", $"take away {one}", $"let {name} disappear"];
        }

        var thing = $"a {(color is null ? "" : color.Value.New + " ")}{next}";
        return old == "none"
            ? [$"add {thing} {place}", $"put {thing} {place}", $"there should be {thing} {place}", $"insert {thing} {place}", $"I'd like {thing} {place}", $"place {thing} {place}", $"draw {thing} {place}"]
            : [$"replace {name} with {thing}", $"turn {one} into {thing}", $"swap {name} for {thing}", $"change {one} to {thing}", $"make {name} {thing}", $"transform {one} into {thing}", $"{name} should become {thing}"];
    }

    // A sky that cannot contain the object in it drops it silently.
    private static string[]? Extra(string old, string next, string? sky)
    {
        var isLost = sky is not null && !ToyScene.ExtrasOf(sky == "day" ? "blue" : sky).Contains(old);
        return next == "none"
            ? isLost ? null : [$"remove the {old}", $"take the {old} away", $"get rid of the {old}", $"delete the {old}", $"erase the {old}", $"no {old}"]
            : old == "none" || isLost
            ? [$"add a {next}", $"put a {next} in the sky", $"with a {next}", $"insert a {next}", $"let there be a {next}", $"I want a {next}"]
            : [$"replace the {old} with a {next}", $"change the {old} to a {next}", $"turn the {old} into a {next}", $"swap the {old} for a {next}", $"make the {old} a {next}"];
    }

    private string Attribute(string name) => pair.GetProperty("attributes").GetProperty(name).GetString()!;

    private (string Old, string New)? Change(string name) => pair.GetProperty("changes").TryGetProperty(name, out var change)
        ? (change[0].GetString()!, change[1].GetString()!)
        : null;
}
