using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>The meaning of "yes" after a question that offers something: another sky, or replacing what is in the way.</summary>
internal static class SceneConsent
{
    /// <summary>Returns the offered changes; null if there were none.</summary>
    public static IReadOnlyList<Change>? Read(SceneCaption scene, Change change) => change switch
    {
        Change.Add add => Add(scene, add),
        Change.Move move => Slot(scene, move.Where) is { } slot && scene.At(slot) is { } holder ? [new Change.Remove(Name(holder)), move] : null,
        Change.Become become => Read(scene, become.Result).One(SceneRole.Extra) is { } extra ? InSky(scene, extra) : null,
        _ => null,
    };

    private static List<Change>? Add(SceneCaption scene, Change.Add add)
    {
        var what = Read(scene, add.What);
        if (what.NamesScenery && what.One(SceneRole.Extra) is { } extra)
        {
            return InSky(scene, extra);
        }

        var nature = scene.Vocabulary.Nature;
        if (what.One(SceneRole.Kind) is { } kind && nature.Flyers.Contains(kind.Label))
        {
            return scene.Things.FirstOrDefault(thing => thing.InSky is not null) is { } flyer ? [new Change.Become(Name(flyer), add.What, Link: ResultLink.Into)] : null;
        }

        if (nature.On is not null && add.Where is { } top && top.StartsWith("on") && Read(scene, top).All(SceneRole.Kind).Count > 0)
        {
            return scene.Things.FirstOrDefault(thing => thing.Rides) is { } rider ? [new Change.Become(Name(rider), add.What, Link: ResultLink.Into)] : null;
        }

        var slot = (add.Where is null ? null : Slot(scene, add.Where)) ?? what.One(SceneRole.Slot);
        return slot is not null && scene.At(slot) is { } holder
            ? [new Change.Become(Name(holder), add.What, Link: ResultLink.Into)]
            : null;
    }

    // A sky that can contain it, if necessary; and it replaces the present object in the sky.
    private static List<Change>? InSky(SceneCaption scene, SceneTerm extra)
    {
        var named = new Phrase(extra.Label);
        if (scene.Vocabulary.CanHold(scene.Sky, extra))
        {
            return scene.Extra is { } present ? [new Change.Become(new Phrase(present.Label), named, Link: ResultLink.Into)] : null;
        }

        return scene.Vocabulary.Skies.FirstOrDefault(sky => scene.Vocabulary.CanHold(sky, extra)) is { } holding
            ? [new Change.Become(Phrase.Parse("the sky"), Phrase.Parse(holding.Label), Link: ResultLink.To), new Change.Add(named, null)]
            : null;
    }

    private static SceneTerm? Slot(SceneCaption scene, Phrase where) => Read(scene, where).One(SceneRole.Slot);

    private static SceneReading Read(SceneCaption scene, Phrase phrase) => SceneReading.Parse(phrase, scene.Vocabulary);

    private static Phrase Name(ScenePart.Thing thing) => Phrase.Parse(thing.Definite);
}
