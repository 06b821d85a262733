using System.Collections.Frozen;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>The place of a new object: a slot, no slot in a caption without places, or a question.</summary>
internal sealed record SceneSpot(SceneTerm? Slot, string? Note = null, Placement? Question = null)
{
    private static readonly FrozenSet<string> Beside = new[] { "next", "beside", "near", "by" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Of = new[] { "of" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the place that a request names, or a free one if it names none.</summary>
    public static SceneSpot Find(SceneCaption scene, SceneReading what, Phrase where)
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
        if (scene.Things.Any(thing => thing.Slot is null))
        {
            return new(null, "The caption names no places, so the model chooses where it goes.");
        }

        SceneTerm[] free = [.. scene.FreeSlots];
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
        SceneTerm[] near = [.. steps.Select(step => host + step).Where(at => at >= 0 && at < slots.Count).Select(at => slots[at])];
        return near.Length == 0
            ? new(null, Question: SceneQuestions.Unclear(scene, where))
            : new(near.FirstOrDefault(slot => scene.At(slot) is null) ?? near[0]);
    }

    private static int IndexOf(SceneCaption scene, ScenePart.Thing thing) =>
        scene.Vocabulary.Slots.Index().FirstOrDefault(slot => slot.Item == thing.Slot, (-1, null!)).Index;
}
