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

        if (slot is not null && things[0].InSky is null && scene.At(slot) is { } holder && !ReferenceEquals(holder, things[0]))
        {
            return SceneQuestions.Taken(scene, slot, holder);
        }

        if (color is not null && scene.IsColorless)
        {
            return SceneQuestions.NoColors(scene.Style!);
        }

        var (after, reasons, last) = (scene, new List<string>(), things[^1]);
        foreach (var thing in things)
        {
            last = Changed(scene, thing, (kind ?? thing.Kind, color, look, size)) with { Slot = slot ?? thing.Slot, Was = thing.Was ?? thing };
            if (look is not null && scene.Vocabulary.Nature.Looks.GetValueOrDefault(last.Kind.Label)?.Contains(look.Label) != true)
            {
                return SceneQuestions.NoSuchLook(scene, last, look);
            }

            if (last.Kind != thing.Kind && CannotTakePlace(scene, thing, last.Kind) is { } question)
            {
                return question;
            }

            if (slot is not null && thing.Rides)
            {
                if (scene.Standing.Count() >= SceneQuestions.Capacity(scene))
                {
                    return SceneQuestions.Full(scene);
                }

                last = last with { Rides = false };
            }

            if (last.Phrase != thing.Phrase || last.Rides != thing.Rides)
            {
                after = last.Slot == thing.Slot && last.Rides == thing.Rides ? after.With(thing, last) : Moved(after, thing, last);
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

    // Who carries, rides or flies, and what cannot, keeps to that.
    private static Placement? CannotTakePlace(SceneCaption scene, ScenePart.Thing thing, SceneTerm kind)
    {
        var (nature, objects) = (scene.Vocabulary.Nature, scene.Vocabulary.Objects);
        IEnumerable<string> Able(IReadOnlyList<string> kinds) => objects.Where(term => kinds.Contains(term.Label)).Select(term => term.Phrase);
        return thing.InSky is { } sky && !nature.Flyers.Contains(kind.Label) ? SceneQuestions.CannotBeThere(kind, sky, Able(nature.Flyers))
            : thing.Rides && !nature.Riders.Contains(kind.Label) ? SceneQuestions.CannotBeThere(kind, "on top", Able(nature.Riders))
            : thing.Stands && nature.Flyers.Contains(kind.Label) ? SceneQuestions.OnlyInSky(kind, nature.Sky!)
            : thing.Stands && scene.RiderOf(thing) is not null && !nature.Carriers.Contains(kind.Label) ? SceneQuestions.CannotBeThere(kind, "underneath", Able(nature.Carriers))
            : null;
    }

    /// <summary>Returns a scene in another style, in which things have no colours, or their own ones again.</summary>
    internal static SceneCaption InColorsOf(SceneCaption scene, SceneTerm? from, SceneTerm style)
    {
        var colorless = scene.Vocabulary.Nature.Colorless;
        return colorless.Contains(style.Label) ? scene.Things.Where(thing => thing.Color is not null).Aggregate(scene, (left, thing) => left.With(thing, thing with { Color = null }))
            : from is null || !colorless.Contains(from.Label) ? scene
            : scene.Things.Where(thing => thing.Color is null && OwnColor(scene, thing.Kind) is not null)
                .Aggregate(scene, (left, thing) => left.With(thing, thing with { Color = OwnColor(scene, thing.Kind) }));
    }

    private static SceneTerm? OwnColor(SceneCaption scene, SceneTerm kind) =>
        scene.IsColorless ? null
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

        if (spot is { Slot: { } slot, Bearer: null, InSky: null } && scene.At(slot) is { } holder)
        {
            return SceneQuestions.Taken(scene, slot, holder);
        }

        if (what.One(SceneRole.Color) is not null && scene.IsColorless)
        {
            return SceneQuestions.NoColors(scene.Style!);
        }

        var thing = new ScenePart.Thing(kind, what.One(SceneRole.Color) ?? OwnColor(scene, kind), spot.Slot)
        {
            Look = what.One(SceneRole.Look), Size = what.One(SceneRole.Size) is { Phrase.Length: > 0 } size ? size : null, Rides = spot.Bearer is not null, InSky = spot.InSky,
        };
        return thing.Look is { } look && scene.Vocabulary.Nature.Looks.GetValueOrDefault(kind.Label)?.Contains(look.Label) != true
            ? SceneQuestions.NoSuchLook(scene, thing, look)
            : Placement.Done(spot.Bearer is null ? scene.Plus(thing) : scene.PlusOn(spot.Bearer, thing), EditType.AddObject, $"{thing.Phrase} appears") with
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

    /// <summary>Returns the scene without an object; who stood on top of it comes down.</summary>
    internal static SceneCaption Removed(SceneCaption scene, ScenePart.Thing thing)
    {
        var rider = thing.Stands ? scene.RiderOf(thing) : null;
        var after = scene.Without(thing);
        return rider is null ? after : after.Without(rider).Plus(rider with { Rides = false });
    }
}
