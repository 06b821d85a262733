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

        if (!IsThere(named, SceneRole.Sky, scene.Sky) || !IsThere(named, SceneRole.Ground, scene.Ground) || !IsThere(named, SceneRole.Extra, scene.Extra))
        {
            return SceneQuestions.Missing(scene, subject);
        }

        var extra = named.One(SceneRole.Extra) is not null;
        var sky = !extra && (named.Marks.HasFlag(SceneMarks.Sky) || named.One(SceneRole.Sky) is not null);
        // "blue" alone is a colour; for a sky it means a clear day.
        var said = SceneReading.Parse(sky ? new Phrase([.. result.Words, "sky"]) : result, scene.Vocabulary);
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
        if (wanted.One(SceneRole.Sky) is { } sky && sky != scene.Sky)
        {
            reasons.Add(Becomes("sky", scene.Sky, sky));
            after = Put(after, new ScenePart.Sky(sky));
            if (after.Extra is { } lost && !after.Vocabulary.CanHold(sky, lost))
            {
                after = Drop(after, lost);
                notes.Add($"The {lost.Label} goes: a sky of {sky.Label} holds none.");
            }
        }

        if (wanted.One(SceneRole.Ground) is { } ground && ground != scene.Ground)
        {
            reasons.Add(Becomes("ground", scene.Ground, ground));
            after = Put(after, new ScenePart.Ground(ground));
        }

        var type = reasons.Count > 0 ? EditType.ChangeBackground : scene.Extra is null ? EditType.AddObject : EditType.ChangeObject;
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
            after = Put(after, new ScenePart.Extra(extra));
        }

        return reasons.Count == 0
            ? SceneQuestions.Already(scene, "that")
            : Placement.Done(after, type, string.Join("; ", reasons)) with { Notes = notes };
    }

    /// <summary>Removes the object in the sky.</summary>
    public static Placement Remove(SceneCaption scene, SceneTerm extra, Phrase said) => scene.Extra == extra
        ? Placement.Done(Drop(scene, extra), EditType.DeleteObject, $"the {extra.Label} goes")
        : SceneQuestions.Missing(scene, said);

    private static bool IsThere(SceneReading named, SceneRole role, SceneTerm? present) =>
        named.One(role) is not { } term || term == present || (present is null && role != SceneRole.Extra);

    private static string Becomes(string what, SceneTerm? old, SceneTerm changed) => $"{what}: {old?.Label ?? "open"} → {changed.Label}";

    private static SceneCaption Put(SceneCaption scene, ScenePart part) =>
        scene.Segments.Find(segment => segment.Part.GetType() == part.GetType()) is { } present
            ? scene.With(present.Part, part)
            : scene.Plus(part);

    private static SceneCaption Drop(SceneCaption scene, SceneTerm extra) =>
        scene.Without(scene.Segments.First(segment => segment.Part is ScenePart.Extra held && held.Term == extra).Part);
}
