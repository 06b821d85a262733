using System.Globalization;
using BelmAgent.Diffusion.Vision;

namespace BelmAgent.Editing.Checks;

/// <summary>Finds what changed in a scene without being requested, in words made of the describer's labels.</summary>
/// <param name="grammar">The describer's labels and words.</param>
/// <param name="request">What was requested: a change that follows from it is none of these.</param>
/// <param name="before">The description of the picture before.</param>
/// <param name="after">The description of the picture now.</param>
internal sealed class SceneChanges(SceneGrammar grammar, SceneRequest request, SceneDescription before, SceneDescription after)
{
    /// <summary>A label that changed counts if the describer is at least this sure of it before or after.</summary>
    public const double MinConfidence = 0.6;

    private const string Count = "_count";

    /// <summary>Returns one clause for each change, such as <c>the tree on the left vanished</c>.</summary>
    public IEnumerable<string> Find()
    {
        var slots = SceneSlot.Of(grammar).ToList();
        var placed = slots.SelectMany(slot => slot.Traits.Values.Append(slot.Thing)).ToHashSet();
        var scenery = grammar.Heads.Where(head => !placed.Contains(head.Name)).ToList();
        return [.. slots.SelectMany(InSlot).Concat(scenery.Select(head => IsCount(head.Name) ? InCount(head.Name) : InScenery(head)).OfType<string>())];
    }

    private IEnumerable<string> InSlot(SceneSlot slot)
    {
        var (was, now) = (before.Labels[slot.Thing], after.Labels[slot.Thing]);
        if (HasChangedUnasked(slot.Thing))
        {
            var color = slot.Traits.ContainsKey("color") && IsAltered(slot.Color) ? grammar.Word("color", after.Labels[slot.Color]) : "";
            yield return was == SceneSlot.None || request.IsReplaced(slot.Thing, now) ? $"{grammar.Describe(slot.Name, after.Labels)} was added"
                : now == SceneSlot.None ? $"the {was} {grammar.Position(slot.Name)} vanished"
                : $"the {was} {grammar.Position(slot.Name)} became {grammar.WithArticle($"{color} {now}".TrimStart())}";
            yield break;
        }

        foreach (var (trait, head) in slot.Traits)
        {
            // Something new may have any colour where the request names none.
            var isKnown = was == now || (now == request.Target.GetValueOrDefault(slot.Thing) && request.Target.ContainsKey(head));
            if (now != SceneSlot.None && isKnown && IsAltered(head))
            {
                var label = after.Labels[head];
                var word = grammar.Word(trait, label) is { Length: > 0 } said ? said : label;
                yield return $"the {now} {grammar.Position(slot.Name)} {(trait == "color" ? "turned" : "became")} {word}";
            }
        }
    }

    private bool IsAltered(string trait) => after.Labels[trait] != SceneSlot.None && !request.Asked.Contains(trait) && HasChanged(trait);

    private string? InScenery(SceneHead head)
    {
        if (!HasChangedUnasked(head.Name))
        {
            return null;
        }

        var (was, now) = (before.Labels[head.Name], after.Labels[head.Name]);
        return head.Labels[0] != SceneSlot.None ? $"the {head.Name.Replace('_', ' ')} changed from {was} to {now}"
            : was == SceneSlot.None || request.IsReplaced(head.Name, now) ? $"{grammar.WithArticle(now)} was added"
            : now == SceneSlot.None ? $"the {was} vanished"
            : $"the {was} became {grammar.WithArticle(now)}";
    }

    // What appears, vanishes or changes kind takes its number with it: only more or fewer of the same are a change.
    private string? InCount(string head)
    {
        var thing = head[..^Count.Length];
        var now = after.Labels.GetValueOrDefault(thing, SceneSlot.None);
        if (now == SceneSlot.None || !HasChanged(head) || Number(after, head) is not { } number)
        {
            return null;
        }

        var expected = before.Labels[thing] == SceneSlot.None ? 1 : Number(before, head);
        return number > expected ? $"another {now} was added" : number < expected ? $"one {now} vanished" : null;
    }

    private static int? Number(SceneDescription seen, string head) =>
        int.TryParse(seen.Labels[head], CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool HasChangedUnasked(string head) => (!request.Asked.Contains(head) || request.IsReplaced(head, after.Labels[head])) && HasChanged(head);

    private bool HasChanged(string head) =>
        after.Labels[head] != before.Labels[head] && (before.Confidences[head] >= MinConfidence || after.Confidences[head] >= MinConfidence);

    private static bool IsCount(string head) => head.EndsWith(Count, StringComparison.Ordinal);
}
