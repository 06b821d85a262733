using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>Changes of the sky, the ground and the object in the sky.</summary>
internal static class SceneScenery
{
    /// <summary>Changes a part of the scenery into another: "the sky" → "sunset", "grass" → "snow".</summary>
    public static Placement Become(SceneCaption scene, Phrase subject, SceneReading named, Phrase result)
    {
        if (named.Unknown.Count > 0)
        {
            return SceneQuestions.Unknown(scene, named.Unknown);
        }

        if (!Enum.GetValues<SceneRole>().All(role => IsThere(named, role, scene.Current(role))))
        {
            return SceneQuestions.Missing(scene, subject);
        }

        if (named.One(SceneRole.Weather) is not null || named.One(SceneRole.Style) is not null)
        {
            var other = SceneReading.Parse(result, scene.Vocabulary);
            return other.NamesScenery ? Set(scene, other) : SceneQuestions.Unclear(scene, result);
        }

        var extra = named.One(SceneRole.Extra) is not null;
        var sky = !extra && (named.Marks.HasFlag(SceneMarks.Sky) || named.One(SceneRole.Sky) is not null);
        // "blue" alone is a colour; for a sky it means a clear day.
        var said = SceneReading.Parse(sky && scene.Vocabulary.Styles.Count == 0 ? new Phrase([.. result.Words, "sky"]) : result, scene.Vocabulary);
        if (said.Unknown.Count > 0)
        {
            return SceneQuestions.Unknown(scene, said.Unknown);
        }

        var wanted = extra ? SceneRole.Extra : sky ? SceneRole.Sky : SceneRole.Ground;
        return said.NamesScenery && (said.One(wanted) is not null || (sky && said.One(SceneRole.Extra) is not null))
            ? Set(scene, said)
            : SceneQuestions.Unclear(scene, result);
    }

    /// <summary>Sets all the scenery that a reading names.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="wanted">The desired scenery.</param>
    /// <param name="replaces">Whether another object in the sky may be replaced.</param>
    public static Placement Set(SceneCaption scene, SceneReading wanted, bool replaces = true)
    {
        if (wanted.Contradicts)
        {
            return SceneQuestions.Unclear(scene, new Phrase([.. Enum.GetValues<SceneRole>().SelectMany(wanted.All).Select(term => term.Label)]));
        }

        var (after, reasons, notes) = (scene, new List<string>(), new List<string>());
        foreach (var role in (SceneRole[])[SceneRole.Style, SceneRole.Ground, SceneRole.Sky, SceneRole.Weather])
        {
            if (wanted.One(role) is not { } term || term == after.Current(role))
            {
                continue;
            }

            if (role == SceneRole.Sky && after.Ground is { } place && after.Vocabulary.Nature.ImpliedSkies.ContainsKey(place.Label))
            {
                return SceneQuestions.AlwaysSo(after, place);
            }

            if (after.Ground is { } here && !Occurs(after.Vocabulary, here, role, term))
            {
                return SceneQuestions.NotThere(here, term);
            }

            reasons.Add(Becomes(role.ToString().ToLowerInvariant(), scene.Current(role), term));
            after = Put(after, role, term);
            if (role == SceneRole.Style)
            {
                after = SceneThings.InColorsOf(after, scene.Style, term);
            }

            if (role == SceneRole.Ground)
            {
                (after, var gone) = WithoutWhatDoesNotOccur(after, term);
                notes.AddRange(gone);
            }

            if (role == SceneRole.Sky && after.Extra is { } lost && !after.Vocabulary.CanHold(term, lost))
            {
                after = Drop(after, lost);
                notes.Add($"The {lost.Label} goes: a sky of {term.Label} holds none.");
            }
        }

        var isStyle = wanted.One(SceneRole.Style) is not null && after.Style != scene.Style;
        var type = isStyle ? reasons.Count > 1 ? EditType.Random : EditType.ChangeStyle : reasons.Count > 0 ? EditType.ChangeBackground : scene.Extra is null ? EditType.AddObject : EditType.ChangeObject;
        if (wanted.One(SceneRole.Extra) is { } extra && extra != after.Extra)
        {
            if (!after.Vocabulary.CanHold(after.Sky, extra))
            {
                return SceneQuestions.NotInThisSky(after, extra);
            }

            if (after.Extra is { } present && !replaces)
            {
                return SceneQuestions.SkyTaken(present, extra);
            }

            reasons.Add(after.Extra is null ? $"a {extra.Label} appears" : Becomes("in the sky", after.Extra, extra));
            after = Put(after, SceneRole.Extra, extra);
        }

        return reasons.Count == 0
            ? SceneQuestions.Already(scene, "that")
            : Placement.Done(after, type, string.Join("; ", reasons)) with { Notes = notes };
    }

    /// <summary>Removes the object in the sky.</summary>
    public static Placement Remove(SceneCaption scene, SceneTerm extra, Phrase said) => scene.Extra == extra
        ? Placement.Done(Drop(scene, extra), EditType.DeleteObject, $"the {extra.Label} goes")
        : SceneQuestions.Missing(scene, said);

    /// <summary>Ends a weather.</summary>
    public static Placement EndWeather(SceneCaption scene, SceneTerm weather) =>
        Placement.Done(Put(scene, SceneRole.Weather, null), EditType.ChangeBackground, $"the {weather.Label} ends");

    private static bool Occurs(SceneVocabulary vocabulary, SceneTerm ground, SceneRole role, SceneTerm term) => role switch
    {
        SceneRole.Sky => !vocabulary.Nature.Skies.TryGetValue(ground.Label, out var skies) || skies.Contains(term.Label),
        SceneRole.Weather => !vocabulary.Nature.Weathers.TryGetValue(ground.Label, out var weathers) || weathers.Contains(term.Label),
        _ => true,
    };

    // Another place may have its own time, and no weather.
    private static (SceneCaption Scene, List<string> Notes) WithoutWhatDoesNotOccur(SceneCaption scene, SceneTerm ground)
    {
        List<string> notes = [];
        if (scene.Sky is { } sky && (scene.Vocabulary.Nature.ImpliedSkies.ContainsKey(ground.Label) || !Occurs(scene.Vocabulary, ground, SceneRole.Sky, sky)))
        {
            scene = Put(scene, SceneRole.Sky, null);
            notes.Add($"It is no longer {sky.Label}.");
        }

        if (scene.Weather is { } weather && !Occurs(scene.Vocabulary, ground, SceneRole.Weather, weather))
        {
            scene = Put(scene, SceneRole.Weather, null);
            notes.Add($"There is no {weather.Label} {ground.Phrase}.");
        }

        return (scene, notes);
    }

    private static bool IsThere(SceneReading named, SceneRole role, SceneTerm? present) =>
        named.One(role) is not { } term || term == present || (present is null && role != SceneRole.Extra);

    private static string Becomes(string what, SceneTerm? old, SceneTerm changed) => $"{what}: {old?.Label ?? "open"} → {changed.Label}";

    // A term without words, such as day, goes without saying.
    private static SceneCaption Put(SceneCaption scene, SceneRole role, SceneTerm? term)
    {
        ScenePart? part = term is not { Phrase.Length: > 0 } ? null : role switch
        {
            SceneRole.Ground => new ScenePart.Ground(term),
            SceneRole.Sky => new ScenePart.Sky(term),
            SceneRole.Weather => new ScenePart.Weather(term),
            SceneRole.Style => new ScenePart.Style(term),
            _ => new ScenePart.Extra(term),
        };
        var present = scene.Segments.Find(segment => role switch
        {
            SceneRole.Ground => segment.Part is ScenePart.Ground,
            SceneRole.Sky => segment.Part is ScenePart.Sky,
            SceneRole.Weather => segment.Part is ScenePart.Weather,
            SceneRole.Style => segment.Part is ScenePart.Style,
            _ => segment.Part is ScenePart.Extra,
        })?.Part;
        return (present, part) switch
        {
            (null, null) => scene,
            (null, _) => scene.Plus(part),
            (_, null) => scene.Without(present),
            _ => scene.With(present, part),
        };
    }

    private static SceneCaption Drop(SceneCaption scene, SceneTerm extra) =>
        scene.Without(scene.Segments.First(segment => segment.Part is ScenePart.Extra held && held.Term == extra).Part);
}
