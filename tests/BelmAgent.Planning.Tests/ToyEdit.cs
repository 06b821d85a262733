namespace BelmAgent.Planning.Tests;

/// <summary>A random single edit of a scene: a request in natural words, and the scene afterwards.</summary>
internal static class ToyEdit
{
    public static (string Request, ToyScene After) Draw(Random random, ToyScene scene) => random.Next(8) switch
    {
        0 => Recolor(random, scene),
        1 => Exchange(random, scene),
        2 => Sky(random, scene),
        3 => Ground(random, scene),
        4 => scene.Things.Count < 3 ? Add(random, scene) : Recolor(random, scene),
        5 => Remove(random, scene),
        6 => Extra(random, scene),
        _ => scene.Things.Count < 3 ? Move(random, scene) : Exchange(random, scene),
    };

    private static (string, ToyScene) Recolor(Random random, ToyScene scene)
    {
        var (slot, name) = Name(random, scene);
        var color = random.PickOther(ToyScene.Colors, scene.Things[slot].Color);
        var request = random.Pick<string>(
        [
            $"make {name} {color}", $"paint {name} {color}", $"turn {name} {color}", $"change {name} to {color}",
            $"could you recolour {name} to {color}?", $"change the colour of {name} to {color}", $"{name} should be {color}",
            $"I want {name} to be {color}", $"let {name} become {color}",
        ]);
        return (request, scene with { Things = scene.Things.SetItem(slot, (color, scene.Things[slot].Kind)) });
    }

    private static (string, ToyScene) Exchange(Random random, ToyScene scene)
    {
        var (slot, name) = Name(random, scene);
        var kind = random.PickOther(ToyScene.Kinds, scene.Things[slot].Kind);
        var color = random.Next(2) == 0 ? null : random.Pick(ToyScene.Colors);
        var result = color is null ? kind : $"{color} {kind}";
        var request = random.Pick<string>(
        [
            $"replace {name} with a {result}", $"turn {name} into a {result}", $"swap {name} for a {result}", $"change {name} to a {result}",
            $"make {name} a {result}", $"transform {name} into a {result}",
        ]);
        return (request, scene with { Things = scene.Things.SetItem(slot, (color ?? scene.Things[slot].Color, kind)) });
    }

    private static (string, ToyScene) Sky(Random random, ToyScene scene)
    {
        var sky = random.PickOther(ToyScene.Skies, scene.Sky);
        var word = sky == "blue" ? "day" : sky;
        var request = random.Pick<string>(
        [
            $"make the sky {sky}", $"change the sky to {word}", $"set the sky to {sky}", $"make it {word}", $"make the sky {word}",
            $"replace the {scene.Sky} sky with {(sky == "overcast" ? "an" : "a")} {sky} sky", $"{word} please",
        ]);
        var extra = ToyScene.ExtrasOf(sky).Contains(scene.Extra) ? scene.Extra : null;
        return (request, scene with { Sky = sky, Extra = extra });
    }

    private static (string, ToyScene) Ground(Random random, ToyScene scene)
    {
        var ground = random.PickOther(ToyScene.Grounds, scene.Ground);
        var request = random.Pick<string>(
        [
            $"put it on {ground}", $"change the ground to {ground}", $"turn the {scene.Ground} into {ground}", $"make the ground {ground}",
            $"replace the {scene.Ground} with {ground}", $"put everything on {ground}", $"change {scene.Ground} to {ground}",
        ]);
        return (request, scene with { Ground = ground });
    }

    private static (string, ToyScene) Add(Random random, ToyScene scene)
    {
        var slot = random.Pick([.. Enumerable.Range(0, 3).Where(slot => !scene.Things.ContainsKey(slot))]);
        var (color, kind) = (random.Pick(ToyScene.Colors), random.Pick(ToyScene.Kinds));
        var request = random.Pick<string>(
        [
            $"add a {color} {kind} {ToyScene.Slots[slot]}", $"put a {color} {kind} {ToyScene.Slots[slot]}",
            $"please insert a {color} {kind} {ToyScene.Slots[slot]}", $"there should be a {color} {kind} {ToyScene.Slots[slot]}",
        ]);
        return (request, scene with { Things = scene.Things.Add(slot, (color, kind)) });
    }

    private static (string, ToyScene) Remove(Random random, ToyScene scene)
    {
        var (slot, name) = Name(random, scene);
        var request = random.Pick<string>(
            [$"remove {name}", $"delete {name}", $"erase {name}", $"get rid of {name}", $"take {name} away", $"please take away {name}"]);
        return scene.Things.Count == 1
            ? Recolor(random, scene)
            : (request, scene with { Things = scene.Things.Remove(slot) });
    }

    private static (string, ToyScene) Extra(Random random, ToyScene scene)
    {
        if (scene.Extra is not null)
        {
            var remove = random.Pick<string>([$"remove the {scene.Extra}", $"take the {scene.Extra} away", $"no {scene.Extra} please"]);
            return (remove, scene with { Extra = null });
        }

        var extra = random.PickOther(ToyScene.ExtrasOf(scene.Sky), null)!;
        return (random.Pick<string>([$"add a {extra}", $"put a {extra} in the sky", $"with a {extra}"]), scene with { Extra = extra });
    }

    private static (string, ToyScene) Move(Random random, ToyScene scene)
    {
        var (slot, name) = Name(random, scene);
        var free = random.Pick([.. Enumerable.Range(0, 3).Where(other => !scene.Things.ContainsKey(other))]);
        var thing = scene.Things[slot];
        return ($"{random.Pick<string>(["move", "put", "place"])} {name} {ToyScene.Slots[free]}", scene with { Things = scene.Things.Remove(slot).Add(free, thing) });
    }

    // A name that fits only this object.
    private static (int Slot, string Name) Name(Random random, ToyScene scene)
    {
        var (slot, (color, kind)) = random.Pick([.. scene.Things]);
        var names = new List<string> { $"the {color} {kind} {ToyScene.Slots[slot]}", $"the {kind} {ToyScene.Slots[slot]}", $"the one {ToyScene.Slots[slot]}" };
        if (scene.Things.Values.Count(other => other.Kind == kind) == 1)
        {
            names.Add($"the {kind}");
        }

        if (scene.Things.Values.Count(other => other == (color, kind)) == 1)
        {
            names.Add($"the {color} {kind}");
        }

        if (scene.Things.Values.Count(other => other.Color == color) == 1)
        {
            names.Add($"the {color} one");
        }

        return (slot, random.Pick(names));
    }
}
