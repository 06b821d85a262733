using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>Questions to ask when a change cannot be applied to a scene.</summary>
internal static class SceneQuestions
{
    /// <summary>Asks which of several matching objects is meant.</summary>
    public static Placement Which(IReadOnlyList<ScenePart.Thing> candidates)
    {
        var kinds = candidates.Select(thing => thing.Kind).Distinct().ToList();
        var choices = candidates.Select(thing => kinds.Count > 1 ? thing.Definite : (thing with { Kind = One }).Definite);
        var noun = kinds is [var kind] ? kind.Phrase : "one";
        return Placement.Ask($"Which {noun}: {Listing.Or(choices)}?", $"{candidates.Count} objects fit the request.");
    }

    /// <summary>Asks what is meant if nothing in the picture matches.</summary>
    public static Placement Missing(SceneCaption scene, Phrase named) =>
        Placement.Ask($"There is no {named.Bare} in the image; it shows {scene.Text}. What should change?", "The request names something that is not there.");

    /// <summary>Asks about words outside the model's world.</summary>
    public static Placement Unknown(SceneCaption scene, IEnumerable<string> words) =>
        Placement.Ask(
            $"\"{string.Join(' ', words)}\" is outside what this model knows. {scene.Vocabulary.ShortSummary} What should it be instead?",
            "The request names something that the model has never seen.");

    /// <summary>Asks about known words that do not describe a change.</summary>
    public static Placement Unclear(SceneCaption scene, Phrase said) =>
        Placement.Ask(
            $"How is \"{said}\" meant? The image shows {scene.Text}. Say what should change and what it should become.",
            "The request does not say what should change, or into what.");

    /// <summary>Says that the request is already met.</summary>
    public static Placement Already(SceneCaption scene, string what) =>
        Placement.Ask($"The image already has {what}: it shows {scene.Text}. What should change?", "The request changes nothing.");

    /// <summary>Says that a place is taken.</summary>
    public static Placement Taken(SceneCaption scene, SceneTerm slot, ScenePart.Thing holder)
    {
        var free = scene.FreeSlots.ToList();
        var rest = free.Count == 0 ? "every other place is taken too" : $"free is {Listing.Or(free.Select(place => place.Phrase))}";
        return Placement.Ask(
            $"There is already {holder.Phrase}; {rest}. Should it be replaced, or where should the new one go?",
            $"The place {slot.Phrase} is taken.");
    }

    /// <summary>Says that no place is free.</summary>
    public static Placement Full(SceneCaption scene) =>
        Placement.Ask(
            $"The image is full: it shows {scene.Text}. Which of them should be replaced?",
            $"An image of this model holds {Capacity(scene)} objects.");

    /// <summary>Returns how many objects can stand in a scene.</summary>
    public static int Capacity(SceneCaption scene) => scene.Vocabulary.Nature.Standing is > 0 and var most ? most : scene.Vocabulary.Slots.Count;

    /// <summary>Says that the sky cannot contain an extra.</summary>
    public static Placement NotInThisSky(SceneCaption scene, SceneTerm extra)
    {
        var skies = scene.Vocabulary.Skies.Where(sky => scene.Vocabulary.CanHold(sky, extra)).Select(sky => sky.Label);
        return Placement.Ask(
            $"A {extra.Label} goes with a sky of {Listing.Or(skies)}, and the image's is {scene.Sky?.Label}. Should the sky change too?",
            $"A sky of {scene.Sky?.Label} holds no {extra.Label}.");
    }

    /// <summary>Says that a place has one time of day only.</summary>
    public static Placement AlwaysSo(SceneCaption scene, SceneTerm place) => Placement.Ask(
        $"It is always {scene.Current(SceneRole.Sky)?.Label} {place.Phrase}. Should everything be somewhere else?",
        "The place has one time of day.");

    /// <summary>Says which looks an object can have.</summary>
    public static Placement NoSuchLook(SceneCaption scene, ScenePart.Thing thing, SceneTerm look) => Placement.Ask(
        scene.Vocabulary.Nature.Looks.TryGetValue(thing.Kind.Label, out var looks)
            ? $"{Article.Capital(thing.Kind.Phrase)} can be {Listing.Or(looks)}. Which should it be?"
            : $"{Article.Capital(thing.Kind.Phrase)} has no expression or pose that could be {look.Label}. What should change?",
        $"A {thing.Kind.Label} is never {look.Label}.");

    /// <summary>Says that something is only in the sky.</summary>
    public static Placement OnlyInSky(SceneTerm kind, string sky) => Placement.Ask(
        $"{Article.Capital(kind.Phrase)} is only {sky}. Should it be added there, or what should stand on the ground?", $"A {kind.Label} never stands.");

    /// <summary>Says that a style shows no colours.</summary>
    public static Placement NoColors(SceneTerm style) => Placement.Ask(
        $"{Article.Capital(style.Phrase)} shows no colours. Should the style change too?", $"A {style.Label} has no colours.");

    /// <summary>Says that a weather or a time does not occur in a place.</summary>
    public static Placement NotThere(SceneTerm place, SceneTerm wanted) => Placement.Ask(
        $"It is never {wanted.Label} {place.Phrase}. Should everything be somewhere else?", $"{place.Label}: no {wanted.Label}.");

    /// <summary>Says what can stand on an object, or in the sky.</summary>
    public static Placement CannotBeThere(SceneTerm kind, string where, IEnumerable<string> able) => Placement.Ask(
        $"{Article.Capital(kind.Phrase)} cannot be {where}; {Listing.Or(able)} can. What should it be, or where should it go?",
        $"A {kind.Label} is never {where}.");

    /// <summary>Says that there is already something else in the sky.</summary>
    public static Placement SkyTaken(SceneTerm present, SceneTerm wanted) =>
        Placement.Ask(
            $"There is already {Article.For(present.Label)} {present.Label} in the sky, which holds one thing. Should {Article.For(wanted.Label)} {wanted.Label} replace it?",
            "The sky holds one thing at a time.");

    private static readonly SceneTerm One = new("one", "one");
}
