using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>Applies changes to a scene: decides whether they refer to objects or to scenery, and asks if they refer to neither.</summary>
internal sealed class SceneEditor(SceneCaption scene, Phrase? antecedent)
{
    private static readonly FrozenSet<string> Beside = new[] { "next", "beside", "near", "behind" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Applies one change.</summary>
    public Placement Place(Change change) => change switch
    {
        Change.Become become => Become(become),
        Change.Add add => Add(add),
        Change.Remove remove => Remove(remove.What),
        Change.Move move when Read(move.Where).All(SceneRole.Kind).Count > 0 => MoveTo(move),
        Change.Move move => Become(new Change.Become(move.What, move.Where), moves: true),
        Change.Only only => Only(only.Kept),
        _ => SceneQuestions.Unclear(scene, ChangeSubject(change)),
    };

    // All other objects disappear.
    private Placement Only(IReadOnlyList<Phrase> kept)
    {
        var stay = kept.SelectMany(Find).ToList();
        var gone = scene.Things.Where(thing => !stay.Contains(thing)).ToList();
        return stay.Count == 0 || gone.Count == 0
            ? SceneQuestions.Unclear(scene, kept.Count > 0 ? kept[0] : new Phrase())
            : Placement.Done(gone.Aggregate(scene, SceneThings.Removed), EditType.DeleteObject, "all other objects go");
    }

    private static Phrase ChangeSubject(Change change) => change switch
    {
        Change.Count count => count.What,
        Change.OneOf one => one.What,
        Change.Write write => write.Text,
        _ => new Phrase(),
    };

    private Placement Become(Change.Become change, bool moves = false)
    {
        var result = Read(change.Result);
        var subject = SubjectOf(change);
        var named = Read(subject);
        var isScenery = named.NamesScenery || SaysScenery(named);
        if (isScenery && !named.NamesObject)
        {
            return SceneScenery.Become(scene, subject, named, change.Result);
        }

        // "it" is the picture when it turns night or snowy; and all objects share one ground.
        var isPicture = subject.IsEmpty || named.Marks.HasFlag(SceneMarks.Whole);
        if (result.NamesScenery && (isPicture || subject.IsPronoun || (moves && Find(subject).Count > 0)))
        {
            return SceneScenery.Set(scene, result);
        }

        if (result.Unknown.Count > 0)
        {
            return SceneQuestions.Unknown(scene, result.Unknown);
        }

        return isPicture
            ? SceneQuestions.Unclear(scene, change.Result)
            : OnThings(subject, things => SceneThings.Become(scene, things, result, change.Result));
    }

    private Placement Add(Change.Add change)
    {
        var (thing, where) = change.What.Words is [.., "there"] && antecedent is not null
            ? (change.What[..^1], antecedent)
            : (change.What, change.Where ?? new Phrase());
        var what = Read(thing);
        if (what.Unknown.Count > 0 || Read(where).Unknown.Count > 0)
        {
            return SceneQuestions.Unknown(scene, what.Unknown.Concat(Read(where).Unknown));
        }

        // "show it at night"
        if ((thing.IsPronoun || (what.Marks.HasFlag(SceneMarks.Whole) && !what.NamesObject)) && Read(where).NamesScenery)
        {
            return SceneScenery.Set(scene, Read(where));
        }

        if (what.NamesScenery)
        {
            var set = SceneScenery.Set(scene, what, replaces: false);
            return Read(where).NamesObject ? set with { Notes = [.. set.Notes, "Where in the sky it hangs cannot be chosen."] } : set;
        }

        return what.One(SceneRole.Kind) is { } kind && !what.Contradicts && !what.Marks.HasFlag(SceneMarks.All) && !SaysScenery(what)
            ? SceneThings.Add(scene, kind, what, where)
            : SceneQuestions.Unclear(scene, change.What);
    }

    // "put the cat on top of the car", "move the cat next to the house"
    private Placement MoveTo(Change.Move move) => OnThings(move.What, things =>
    {
        if (things is not [var thing])
        {
            return SceneQuestions.Unclear(scene, move.What);
        }

        var without = SceneThings.Removed(scene, thing);
        var spot = SceneSpot.Find(without, thing.Kind, Read(new Phrase()), move.Where);
        if (spot.Question is not null)
        {
            return spot.Question;
        }

        var moved = thing with { Slot = spot.Slot, Rides = spot.Bearer is not null, InSky = spot.InSky, Was = thing.Was ?? thing };
        return spot is { Slot: { } slot, Bearer: null, InSky: null } && without.At(slot) is { } holder
            ? SceneQuestions.Taken(without, slot, holder)
            : Placement.Done(spot.Bearer is null ? without.Plus(moved) : without.PlusOn(spot.Bearer, moved), EditType.ChangePose, $"{thing.Definite} moves {move.Where}");
    });

    private Placement Remove(Phrase what)
    {
        var named = Read(what);
        // "the snow" is the weather where it snows, even in snowy mountains.
        if (scene.Weather is { } weather && named.Unknown.Count == 0 && !named.NamesObject
            && (named.One(SceneRole.Weather) ?? named.One(SceneRole.Ground))?.Label == weather.Label)
        {
            return SceneScenery.EndWeather(scene, weather);
        }

        if (named.All(SceneRole.Kind).Count == 0 && named.One(SceneRole.Extra) is { } extra && named.Unknown.Count == 0)
        {
            return SceneScenery.Remove(scene, extra, what);
        }

        return SaysScenery(named) && !named.NamesObject
            ? SceneQuestions.Unclear(scene, what)
            : OnThings(what, things => SceneThings.Remove(scene, things));
    }

    private Placement OnThings(Phrase subject, Func<IReadOnlyList<ScenePart.Thing>, Placement> apply)
    {
        // "the man next to the tree" is no tree.
        subject = subject.IndexOfAny(Beside) is > 0 and var at ? subject[..at] : subject;
        var named = Read(subject);
        if (named.Unknown.Count > 0)
        {
            return SceneQuestions.Unknown(scene, named.Unknown);
        }

        var found = Find(subject);
        return found.Count switch
        {
            0 when subject.IsPronoun => SceneQuestions.Unclear(scene, subject),
            0 => SceneQuestions.Missing(scene, subject),
            > 1 when !named.Marks.HasFlag(SceneMarks.All) => SceneQuestions.Which(found),
            _ => apply(found),
        };
    }

    private IReadOnlyList<ScenePart.Thing> Find(Phrase subject)
    {
        if (!subject.IsPronoun || Read(subject).Marks.HasFlag(SceneMarks.All))
        {
            return SceneMention.Find(scene, Read(subject));
        }

        return antecedent is not null ? SceneMention.Find(scene, Read(antecedent)) : Meant(subject);
    }

    // "him" is the only man, whatever else there is.
    private IReadOnlyList<ScenePart.Thing> Meant(Phrase pronoun)
    {
        List<ScenePart.Thing> fitting = pronoun.Words[0].ToUpperInvariant() switch
        {
            "HE" or "HIM" or "HIS" => [.. scene.Things.Where(thing => Nouns.IsMale(thing.Kind.Label))],
            "SHE" or "HER" => [.. scene.Things.Where(thing => Nouns.IsFemale(thing.Kind.Label))],
            _ => [],
        };
        return fitting.Count == 1 ? fitting : scene.Things;
    }

    // "the animal from a cat": if the first words mean nothing here, the original tells which one is meant.
    private Phrase SubjectOf(Change.Become change) => change.From is null
        ? change.Subject
        : Read(change.Subject).Unknown.Count > 0 ? change.From : new Phrase([.. change.Subject.Words, .. change.From.Words]);

    private SceneReading Read(Phrase phrase) => SceneReading.Parse(phrase, scene.Vocabulary);

    private static bool SaysScenery(SceneReading reading) => (reading.Marks & (SceneMarks.Sky | SceneMarks.Ground)) != 0;
}
