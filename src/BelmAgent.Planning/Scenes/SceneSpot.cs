using System.Collections.Frozen;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>The place of a new object: a slot, no slot in a caption without places, or a question.</summary>
internal sealed record SceneSpot(SceneTerm? Slot, string? Note = null, Placement? Question = null)
{
    /// <summary>Gets the object that it stands on; null if it stands on none.</summary>
    public ScenePart.Thing? Bearer { get; private init; }

    /// <summary>Gets the words of the sky if it is there; null if not.</summary>
    public string? InSky { get; private init; }

    private static readonly FrozenSet<string> Beside = new[] { "next", "beside", "near", "by" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Of = new[] { "of" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the place that a request names, or a free one if it names none.</summary>
    public static SceneSpot Find(SceneCaption scene, SceneTerm kind, SceneReading what, Phrase where)
    {
        var (nature, said) = (scene.Vocabulary.Nature, SceneReading.Parse(where, scene.Vocabulary));
        if (nature.HasPlain && IsElsewhere(scene, said))
        {
            return new(null, Question: SceneQuestions.Unclear(scene, where));
        }

        if (nature.On is not null && On(scene, kind, where) is { } top)
        {
            return top;
        }

        if (nature.Sky is not null && (said.Marks.HasFlag(SceneMarks.Sky) || nature.Flyers.Contains(kind.Label)))
        {
            return said.All(SceneRole.Kind).Count > 0 || (scene.Ground is { } ground && nature.Skyless.Contains(ground.Label))
                ? new(null, Question: SceneQuestions.Unclear(scene, where))
                : Above(scene, kind, said.One(SceneRole.Slot) ?? what.One(SceneRole.Slot));
        }

        return scene.Standing.Count() >= SceneQuestions.Capacity(scene) ? new(null, Question: SceneQuestions.Full(scene)) : OnGround(scene, what, where);
    }

    // Another place, time or weather than the scene's is no place for one thing of it.
    private static bool IsElsewhere(SceneCaption scene, SceneReading said) =>
        ((SceneRole[])[SceneRole.Ground, SceneRole.Sky, SceneRole.Weather, SceneRole.Style]).Any(role => said.One(role) is { } term && term != scene.Current(role));

    // "on top of the car", "on the car"
    private static SceneSpot? On(SceneCaption scene, SceneTerm kind, Phrase where)
    {
        var host = where.StartsWith("on", "top", "of") ? where[3..] : (where.StartsWith("on") || where.StartsWith("onto")) && where.IndexOfAny(Of) < 0 ? where[1..] : null;
        if (host is null || (!host.IsPronoun && SceneReading.Parse(host, scene.Vocabulary).All(SceneRole.Kind).Count == 0))
        {
            return null;
        }

        var (nature, found) = (scene.Vocabulary.Nature, host.IsPronoun ? [.. scene.Standing] : SceneMention.Find(scene, SceneReading.Parse(host, scene.Vocabulary)));
        return found switch
        {
            [] => new(null, Question: SceneQuestions.Missing(scene, host)),
            [_, _, ..] => new(null, Question: SceneQuestions.Which(found)),
            [var bearer] when !bearer.Stands || !nature.Carriers.Contains(bearer.Kind.Label) => new(null, Question: SceneQuestions.CannotBeThere(
                bearer.Kind, "underneath", scene.Vocabulary.Objects.Where(thing => nature.Carriers.Contains(thing.Label)).Select(thing => thing.Phrase))),
            _ when !nature.Riders.Contains(kind.Label) => new(null, Question: SceneQuestions.CannotBeThere(
                kind, "on top", scene.Vocabulary.Objects.Where(thing => nature.Riders.Contains(thing.Label)).Select(thing => thing.Phrase))),
            [var bearer] when scene.Things.FirstOrDefault(thing => thing.Rides) is { } rider => new(null, Question: SceneQuestions.Taken(scene, bearer.Slot ?? kind, rider)),
            [var bearer] => new(bearer.Slot) { Bearer = bearer },
        };
    }

    private static SceneSpot Above(SceneCaption scene, SceneTerm kind, SceneTerm? slot)
    {
        var nature = scene.Vocabulary.Nature;
        return !nature.Flyers.Contains(kind.Label)
            ? new(null, Question: SceneQuestions.CannotBeThere(kind, nature.Sky!, scene.Vocabulary.Objects.Where(thing => nature.Flyers.Contains(thing.Label)).Select(thing => thing.Phrase)))
            : scene.Things.FirstOrDefault(thing => thing.InSky is not null) is { } there
                ? new(null, Question: SceneQuestions.SkyTaken(there.Kind, kind))
                : new(slot) { InSky = nature.Sky };
    }

    private static SceneSpot OnGround(SceneCaption scene, SceneReading what, Phrase where)
    {
        var said = SceneReading.Parse(where, scene.Vocabulary);
        if (said.Marks.HasFlag(SceneMarks.All) && said.All(SceneRole.Kind).Count == 0)
        {
            return new(null, Question: SceneQuestions.Unclear(scene, where));
        }

        if (said.All(SceneRole.Kind).Count > 0 || said.All(SceneRole.Color).Count > 0 || said.Marks.HasFlag(SceneMarks.Generic))
        {
            return Relative(scene, said, where);
        }

        if ((said.One(SceneRole.Slot) ?? what.One(SceneRole.Slot)) is { } slot)
        {
            return new(slot);
        }

        var isElsewhere = said.Marks.HasFlag(SceneMarks.Sky) || said.All(SceneRole.Sky).Count + said.All(SceneRole.Extra).Count > 0
            || (said.One(SceneRole.Ground) is { } ground && ground != scene.Ground);
        return isElsewhere ? new(null, Question: SceneQuestions.Unclear(scene, where)) : FirstFree(scene);
    }

    private static SceneSpot FirstFree(SceneCaption scene)
    {
        if (scene.Standing.Any(thing => thing.Slot is null))
        {
            return new(null, "The caption names no places, so the model chooses where it goes.");
        }

        // Where a single object may stand in the middle, two stand at the sides.
        SceneTerm[] sides = [.. scene.FreeSlots.Where(slot => slot.Label != scene.Vocabulary.Nature.Alone || !scene.Standing.Any())];
        var free = sides.Length > 0 ? sides : [.. scene.FreeSlots];
        if (free.Length == 0)
        {
            return new(null, Question: SceneQuestions.Full(scene));
        }

        return new(free[0], free.Length == 1
            ? null
            : $"It goes {free[0].Phrase}; {Listing.Or(free[1..].Select(slot => slot.Phrase))} would be free as well.");
    }

    // "between the house and the tree", "to the left of the house", "next to the house"
    private static SceneSpot Relative(SceneCaption scene, SceneReading said, Phrase where)
    {
        if (where.StartsWith("between"))
        {
            int[] ends = [.. SceneMention.Find(scene, said).Select(thing => IndexOf(scene, thing)).Order()];
            return ends is [>= 0 and var left, var right] && right - left == 2
                ? new(scene.Vocabulary.Slots[left + 1])
                : new(null, Question: SceneQuestions.Unclear(scene, where));
        }

        var of = where.IndexOfAny(Of);
        var side = of > 0 ? SceneReading.Parse(where[..of], scene.Vocabulary).One(SceneRole.Slot) : null;
        var host = SceneReading.Parse(of > 0 ? where[(of + 1)..] : where[1..], scene.Vocabulary);
        if (side is null && !Beside.Contains(where.Words[0]))
        {
            return new(null, Question: SceneQuestions.Unclear(scene, where));
        }

        var found = SceneMention.Find(scene, host);
        return found switch
        {
            [] => new(null, Question: SceneQuestions.Missing(scene, where)),
            [{ Slot: not null } one] => BesideOf(scene, IndexOf(scene, one), side, where),
            [_] => new(null, Question: SceneQuestions.Unclear(scene, where)),
            _ => new(null, Question: SceneQuestions.Which(found)),
        };
    }

    private static SceneSpot BesideOf(SceneCaption scene, int host, SceneTerm? side, Phrase where)
    {
        var slots = scene.Vocabulary.Slots;
        int[] steps = side is null ? [-1, 1] : side == slots[0] ? [-1] : side == slots[^1] ? [1] : [];
        // Where a single object may stand in the middle, two stand at the sides.
        var reach = scene.Vocabulary.Nature.Alone is null ? steps : [.. steps.Select(step => slots[host].Label == scene.Vocabulary.Nature.Alone ? step : 2 * step)];
        SceneTerm[] near = [.. reach.Select(step => host + step).Where(at => at >= 0 && at < slots.Count).Select(at => slots[at])];
        return near.Length == 0
            ? new(null, Question: SceneQuestions.Unclear(scene, where))
            : new(near.FirstOrDefault(slot => scene.At(slot) is null) ?? near[0]);
    }

    private static int IndexOf(SceneCaption scene, ScenePart.Thing thing) =>
        scene.Vocabulary.Slots.Index().FirstOrDefault(slot => slot.Item == thing.Slot, (-1, null!)).Index;
}
