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
        var (look, size) = (result.One(SceneRole.Look), result.One(SceneRole.Size));
        var isScenery = ((SceneRole[])[SceneRole.Sky, SceneRole.Ground, SceneRole.Extra, SceneRole.Weather, SceneRole.Style]).Any(role => result.All(role).Count > 0);
        if (result.Contradicts || isScenery || (kind ?? color ?? slot ?? look ?? size) is null || (slot is not null && things.Count > 1))
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
            last = Changed(scene, thing, (kind ?? thing.Kind, color, look, size)) with { Slot = slot ?? thing.Slot, Was = thing.Was ?? thing };
            if (look is not null && scene.Vocabulary.Nature.Looks.GetValueOrDefault(last.Kind.Label)?.Contains(look.Label) != true)
            {
                return SceneQuestions.NoSuchLook(scene, last, look);
            }

            if (last.Phrase != thing.Phrase)
            {
                after = last.Slot == thing.Slot ? after.With(thing, last) : Moved(after, thing, last);
                reasons.Add($"{thing.Definite} becomes {last.Phrase}");
            }
        }

        var nature = scene.Vocabulary.Nature;
        var type = things.Any(thing => thing.Kind != (kind ?? thing.Kind)) ? EditType.ChangeObject
            : look is not null ? nature.Poses.Contains(look.Label) ? EditType.ChangePose : EditType.ChangeContent
            : color is not null ? nature.Materials.Contains(color.Label) ? EditType.ChangeMaterial : EditType.ChangeColor
            : size is not null ? EditType.ChangeContent : EditType.ChangePose;
        return reasons.Count == 0
            ? SceneQuestions.Already(scene, last.Phrase)
            : Placement.Done(after, type, string.Join("; ", reasons)) with { Antecedent = Phrase.Parse(last.Definite) };
    }

    // Where things have a look of their own, one of another kind comes with it, and not with the old one's paint.
    private static ScenePart.Thing Changed(SceneCaption scene, ScenePart.Thing thing, (SceneTerm Kind, SceneTerm? Color, SceneTerm? Look, SceneTerm? Size) wanted)
    {
        var isNew = scene.Vocabulary.Nature.HasPlain && wanted.Kind != thing.Kind;
        return thing with
        {
            Kind = wanted.Kind,
            Color = wanted.Color ?? (isNew ? OwnColor(scene, wanted.Kind) : thing.Color),
            Look = wanted.Look ?? (isNew ? null : thing.Look),
            Size = (wanted.Size ?? (isNew ? null : thing.Size)) is { Phrase.Length: > 0 } size ? size : null,
        };
    }

    private static SceneTerm? OwnColor(SceneCaption scene, SceneTerm kind) =>
        scene.Style is { } style && scene.Vocabulary.Nature.Colorless.Contains(style.Label) ? null
            : scene.Vocabulary.Nature.OwnColors.TryGetValue(kind.Label, out var own) ? scene.Vocabulary.Colors.FirstOrDefault(color => color.Label == own) : null;

    // Who stands on top of it goes along.
    private static SceneCaption Moved(SceneCaption scene, ScenePart.Thing thing, ScenePart.Thing moved)
    {
        var rider = thing.Stands ? scene.RiderOf(thing) : null;
        var after = (rider is null ? scene : scene.Without(rider)).Without(thing).Plus(moved);
        return rider is null ? after : after.Plus(rider with { Slot = moved.Slot });
    }

    /// <summary>Adds an object: in the requested place, otherwise in the first free one.</summary>
    public static Placement Add(SceneCaption scene, SceneTerm kind, SceneReading what, Phrase where)
    {
        var spot = SceneSpot.Find(scene, kind, what, where);
        if (spot.Question is not null)
        {
            return spot.Question;
        }

        if (spot is { Slot: { } slot, Rides: false, InSky: null } && scene.At(slot) is { } holder)
        {
            return SceneQuestions.Taken(scene, slot, holder);
        }

        var thing = new ScenePart.Thing(kind, what.One(SceneRole.Color) ?? OwnColor(scene, kind), spot.Slot)
        {
            Look = what.One(SceneRole.Look), Size = what.One(SceneRole.Size) is { Phrase.Length: > 0 } size ? size : null, Rides = spot.Rides, InSky = spot.InSky,
        };
        return thing.Look is { } look && scene.Vocabulary.Nature.Looks.GetValueOrDefault(kind.Label)?.Contains(look.Label) != true
            ? SceneQuestions.NoSuchLook(scene, thing, look)
            : Placement.Done(scene.Plus(thing), EditType.AddObject, $"{thing.Phrase} appears") with
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
                things.Aggregate(scene, Removed),
                EditType.DeleteObject,
                string.Join("; ", things.Select(thing => $"{thing.Definite} goes"))) with
            {
                // "and put a cat there"
                Antecedent = things is [{ Slot: { } slot }] ? Phrase.Parse(slot.Phrase) : null,
            };

    // Who stood on top of it comes down.
    private static SceneCaption Removed(SceneCaption scene, ScenePart.Thing thing)
    {
        var rider = thing.Stands ? scene.RiderOf(thing) : null;
        var after = scene.Without(thing);
        return rider is null ? after : after.Without(rider).Plus(rider with { Rides = false });
    }
}
