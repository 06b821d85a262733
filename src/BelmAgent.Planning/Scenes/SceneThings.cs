using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>Changes of objects.</summary>
internal static class SceneThings
{
    /// <summary>Changes the kind, colour or place of objects; everything else is kept.</summary>
    public static Placement Become(SceneCaption scene, IReadOnlyList<ScenePart.Thing> things, SceneReading result, Phrase said)
    {
        var (kind, color, slot) = (result.One(SceneRole.Kind), result.One(SceneRole.Color), result.One(SceneRole.Slot));
        var isScenery = result.All(SceneRole.Sky).Count + result.All(SceneRole.Ground).Count + result.All(SceneRole.Extra).Count > 0;
        if (result.Contradicts || isScenery || (kind ?? color ?? slot) is null || (slot is not null && things.Count > 1))
        {
            return SceneQuestions.Unclear(scene, said);
        }

        if (slot is not null && scene.At(slot) is { } holder && !ReferenceEquals(holder, things[0]))
        {
            return SceneQuestions.Taken(scene, slot, holder);
        }

        var (after, reasons, last) = (scene, new List<string>(), things[^1]);
        foreach (var thing in things)
        {
            last = new ScenePart.Thing(kind ?? thing.Kind, color ?? thing.Color, slot ?? thing.Slot) { Was = thing.Was ?? thing };
            if (last.Phrase != thing.Phrase)
            {
                after = last.Slot == thing.Slot ? after.With(thing, last) : after.Without(thing).Plus(last);
                reasons.Add($"{thing.Definite} becomes {last.Phrase}");
            }
        }

        var type = things.Any(thing => thing.Kind != (kind ?? thing.Kind)) ? EditType.ChangeObject : color is not null ? EditType.ChangeColor : EditType.ChangePose;
        return reasons.Count == 0
            ? SceneQuestions.Already(scene, last.Phrase)
            : Placement.Done(after, type, string.Join("; ", reasons)) with { Antecedent = Phrase.Parse(last.Definite) };
    }

    /// <summary>Adds an object: in the requested place, otherwise in the first free one.</summary>
    public static Placement Add(SceneCaption scene, SceneTerm kind, SceneReading what, Phrase where)
    {
        if (scene.Things.Count == scene.Vocabulary.Slots.Count)
        {
            return SceneQuestions.Full(scene);
        }

        var spot = SceneSpot.Find(scene, what, where);
        if (spot.Question is not null)
        {
            return spot.Question;
        }

        if (spot.Slot is not null && scene.At(spot.Slot) is { } holder)
        {
            return SceneQuestions.Taken(scene, spot.Slot, holder);
        }

        var thing = new ScenePart.Thing(kind, what.One(SceneRole.Color), spot.Slot);
        return Placement.Done(scene.Plus(thing), EditType.AddObject, $"{thing.Phrase} appears") with
        {
            Notes = spot.Note is null ? [] : [spot.Note],
            Antecedent = Phrase.Parse(thing.Definite),
        };
    }

    /// <summary>Removes objects.</summary>
    public static Placement Remove(SceneCaption scene, IReadOnlyList<ScenePart.Thing> things) =>
        scene.Segments.Count == things.Count
            ? SceneQuestions.Unclear(scene, Phrase.Parse("remove everything"))
            : Placement.Done(
                things.Aggregate(scene, (after, thing) => after.Without(thing)),
                EditType.DeleteObject,
                string.Join("; ", things.Select(thing => $"{thing.Definite} goes"))) with
            {
                // "and put a cat there"
                Antecedent = things is [{ Slot: { } slot }] ? Phrase.Parse(slot.Phrase) : null,
            };
}
