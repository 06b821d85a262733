using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>A request in a describer's labels.</summary>
/// <param name="Asked">The heads whose label the request changes.</param>
/// <param name="Source">The labels before, by head, as far as the source prompt names them.</param>
/// <param name="Target">The labels that the target prompt names, by head.</param>
internal sealed record SceneRequest(IReadOnlySet<string> Asked, IReadOnlyDictionary<string, string> Source, IReadOnlyDictionary<string, string> Target)
{
    private const string Unsaid = "plain";

    private IReadOnlyList<SceneSlot> Slots { get; init; } = [];

    /// <summary>Reads a plan's prompts; null if the target prompt uses words that the describer does not know.</summary>
    public static SceneRequest? Read(SceneGrammar grammar, EditPlan plan, SceneDescription before)
    {
        if (grammar.TryParse(plan.TargetPrompt) is not { } target)
        {
            return null;
        }

        var slots = SceneSlot.Of(grammar).ToList();
        var source = grammar.TryParse(plan.SourcePrompt) ?? before.Labels;
        // What is not there has no colour.
        var moot = slots.Where(slot => target.GetValueOrDefault(slot.Thing, SceneSlot.None) == SceneSlot.None).SelectMany(slot => slot.Traits.Values).ToHashSet();
        // Nor has something new a size or a look that nobody named.
        moot.UnionWith(slots.Where(slot => source.GetValueOrDefault(slot.Thing) != target.GetValueOrDefault(slot.Thing))
            .SelectMany(slot => slot.Traits).Where(trait => trait.Key != "color" && target.GetValueOrDefault(trait.Value) == Unsaid).Select(trait => trait.Value));
        var named = target.Where(label => !moot.Contains(label.Key)).ToDictionary();
        var asked = named.Keys.Where(head => source.TryGetValue(head, out var label) && label != named[head]).ToHashSet();
        return new SceneRequest(asked, source, named) { Slots = slots };
    }

    /// <summary>Returns whether a picture shows everything that was requested.</summary>
    /// <param name="before">The description of the picture before.</param>
    /// <param name="after">The description of the picture now.</param>
    public bool IsSeenIn(SceneDescription before, SceneDescription after)
    {
        // If the prompts do not differ, the entire target is requested.
        return Asked.Count == 0
            ? Target.All(label => after.Labels[label.Key] == label.Value)
            : Asked.All(head => after.Labels[head] is var now && (now == Target[head] || IsReplaced(head, now)))
                && !Slots.Any(slot => Asked.Contains(slot.Thing) && HasMoved(Source[slot.Thing], before, after));
    }

    /// <summary>Returns whether something else stands where something was to go: it went, and the other was not requested.</summary>
    /// <param name="head">The head.</param>
    /// <param name="now">Its label now.</param>
    public bool IsReplaced(string head, string now) =>
        Asked.Contains(head) && Target[head] == SceneSlot.None && now != SceneSlot.None && now != Source[head];

    // What was to go must not have appeared elsewhere instead.
    private bool HasMoved(string kind, SceneDescription before, SceneDescription after) => kind != SceneSlot.None && Slots.Any(
        slot => after.Labels[slot.Thing] == kind && before.Labels[slot.Thing] != kind && Target.GetValueOrDefault(slot.Thing) != kind);
}

/// <summary>A place of a scene, with the describer's heads for what is there.</summary>
/// <param name="Name">The place, such as <c>left</c>.</param>
/// <param name="Traits">The heads for its traits, by trait: <c>color</c>, <c>look</c>, <c>size</c>, as far as the describer has them.</param>
internal sealed record SceneSlot(string Name, IReadOnlyDictionary<string, string> Traits)
{
    /// <summary>The label of a head for a thing that is not there.</summary>
    public const string None = SceneGrammar.None;

    /// <summary>Gets the head for the kind of thing.</summary>
    public string Thing => $"object_{Name}";

    /// <summary>Gets the head for its colour.</summary>
    public string Color => $"color_{Name}";

    /// <summary>Returns the places that a describer knows.</summary>
    public static IEnumerable<SceneSlot> Of(SceneGrammar grammar)
    {
        var heads = grammar.Heads.Select(head => head.Name).ToHashSet();
        return grammar.Spots.Select(spot => new SceneSlot(
            spot, SceneHead.Traits.Where(trait => heads.Contains($"{trait}_{spot}")).ToDictionary(trait => trait, trait => $"{trait}_{spot}")));
    }
}
