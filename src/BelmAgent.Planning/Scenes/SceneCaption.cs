using System.Collections.Immutable;
using System.Text;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>A caption that describes a scene and nothing else. Immutable.</summary>
/// <remarks>
/// Segments keep the words that they were read with, so an edit leaves the rest of the caption unchanged to the letter; new and
/// changed segments are written canonically. A caption without words of its own is entirely canonical.
/// </remarks>
internal sealed class SceneCaption(SceneVocabulary vocabulary, ImmutableList<SceneSegment> segments) : ICaption
{
    /// <summary>Gets the world.</summary>
    public SceneVocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Gets the objects in the caption's order.</summary>
    public IReadOnlyList<ScenePart.Thing> Things { get; } = [.. segments.Select(segment => segment.Part).OfType<ScenePart.Thing>()];

    /// <summary>Gets the ground; null if the caption does not mention it.</summary>
    public SceneTerm? Ground { get; } = segments.Select(segment => segment.Part).OfType<ScenePart.Ground>().FirstOrDefault()?.Term;

    /// <summary>Gets the sky; null if the caption does not mention it.</summary>
    public SceneTerm? Sky { get; } = segments.Select(segment => segment.Part).OfType<ScenePart.Sky>().FirstOrDefault()?.Term;

    /// <summary>Gets the object in the sky; null if there is none.</summary>
    public SceneTerm? Extra { get; } = segments.Select(segment => segment.Part).OfType<ScenePart.Extra>().FirstOrDefault()?.Term;

    /// <summary>Gets the weather; null if the caption does not mention it.</summary>
    public SceneTerm? Weather { get; } = segments.Select(segment => segment.Part).OfType<ScenePart.Weather>().FirstOrDefault()?.Term;

    /// <summary>Gets the style; null if the caption does not mention it.</summary>
    public SceneTerm? Style { get; } = segments.Select(segment => segment.Part).OfType<ScenePart.Style>().FirstOrDefault()?.Term;

    /// <summary>Gets whether the style shows no colours.</summary>
    public bool IsColorless => Style is { } style && Vocabulary.Nature.Colorless.Contains(style.Label);

    /// <inheritdoc/>
    public string Text { get; } = Write(vocabulary, segments);

    /// <summary>Returns the scenery of a role, mentioned or going without saying; null if it is open.</summary>
    public SceneTerm? Current(SceneRole role) => role switch
    {
        SceneRole.Ground => Ground,
        SceneRole.Sky => Sky ?? (Ground is not null && Vocabulary.Nature.ImpliedSkies.TryGetValue(Ground.Label, out var implied) ? Vocabulary.Skies.FirstOrDefault(sky => sky.Label == implied) : null),
        SceneRole.Weather => Weather,
        SceneRole.Style => Style,
        _ => Extra,
    } ?? Vocabulary.Unsaid(role);

    /// <summary>Gets the segments in order.</summary>
    public ImmutableList<SceneSegment> Segments => segments;

    /// <summary>Gets the empty slots.</summary>
    public IEnumerable<SceneTerm> FreeSlots => Vocabulary.Slots.Where(slot => At(slot) is null);

    /// <summary>Gets the objects on the ground.</summary>
    public IEnumerable<ScenePart.Thing> Standing => Things.Where(thing => thing.Stands);

    /// <summary>Returns the object in a slot.</summary>
    public ScenePart.Thing? At(SceneTerm slot) => Standing.FirstOrDefault(thing => thing.Slot == slot);

    /// <summary>Returns the object on top of another; null if there is none.</summary>
    public ScenePart.Thing? RiderOf(ScenePart.Thing bearer) => IndexOf(bearer) is > 0 and var at && segments[at - 1].Part is ScenePart.Thing { Rides: true } rider ? rider : null;

    /// <summary>Returns the caption with one part changed in place.</summary>
    public SceneCaption With(ScenePart old, ScenePart changed)
    {
        var index = IndexOf(old);
        return new(Vocabulary, segments.SetItem(index, segments[index] with { Part = changed, Words = null }));
    }

    /// <summary>Returns the caption without a part.</summary>
    public SceneCaption Without(ScenePart part) =>
        new(Vocabulary, Rejoined(segments.RemoveAt(IndexOf(part)), part));

    /// <summary>Returns the caption with a new part in its proper place: objects left to right, then ground, sky, extra.</summary>
    public SceneCaption Plus(ScenePart part)
    {
        if (part is ScenePart.Thing { Rides: true } rider && Standing.FirstOrDefault(thing => thing.Slot == rider.Slot) is { } bearer)
        {
            return PlusOn(bearer, rider);
        }

        var after = segments.FindLastIndex(segment => Rank(segment.Part) <= Rank(part));
        return new(Vocabulary, Rejoined(segments.Insert(after + 1, new SceneSegment(part)), part));
    }

    /// <summary>Returns the caption with something on top of an object.</summary>
    public SceneCaption PlusOn(ScenePart.Thing bearer, ScenePart.Thing rider) => new(
        Vocabulary, Rejoined(segments.Insert(IndexOf(bearer), new SceneSegment(rider with { Rides = true, Slot = bearer.Slot })), rider));

    /// <summary>Gets whether the world can show the scene: who carries, rides and flies, and how many stand.</summary>
    public bool IsPossible
    {
        get
        {
            var nature = Vocabulary.Nature;
            return Standing.Count() <= SceneQuestions.Capacity(this)
                && Things.All(thing => thing.Rides ? nature.Riders.Contains(thing.Kind.Label) : nature.Flyers.Contains(thing.Kind.Label) == thing.InSky is not null)
                && Standing.All(thing => RiderOf(thing) is null || nature.Carriers.Contains(thing.Kind.Label))
                && (!IsColorless || Things.All(thing => thing.Color is null));
        }
    }

    /// <summary>Returns the same scene in canonical words and order.</summary>
    public SceneCaption ToCanonical() => new(
        Vocabulary, [.. segments.Select(segment => segment.Part).Where(part => part.Phrase.Length > 0).OrderBy(Rank).Select(part => new SceneSegment(part))]);

    /// <inheritdoc/>
    public int MentionLength(Phrase words) => SceneMention.Length(words, Vocabulary);

    /// <inheritdoc/>
    public Phrase? Resolve(Phrase phrase) =>
        SceneMention.Find(this, SceneReading.Parse(phrase, Vocabulary), strictly: false) is [var thing]
            ? Phrase.Parse(thing.Definite)
            : null;

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Referents(Phrase phrase) =>
    [
        .. (phrase.IsEmpty || phrase.IsPronoun ? Things : SceneMention.Find(this, SceneReading.Parse(phrase, Vocabulary), strictly: false)).Select(Name),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Alike(Phrase referent)
    {
        var kinds = SceneReading.Parse(referent, Vocabulary).All(SceneRole.Kind);
        var alike = Things.Where(thing => kinds.Contains(thing.Kind)).ToList();
        return [.. (alike.Count > 1 ? alike : Things).Select(Name)];
    }

    /// <inheritdoc/>
    public bool Fits(Phrase referent, Phrase words)
    {
        var said = SceneMention.Find(this, SceneReading.Parse(words, Vocabulary));
        return SceneMention.Find(this, SceneReading.Parse(referent, Vocabulary)).Any(said.Contains);
    }

    /// <inheritdoc/>
    public bool HasSlots => true;

    /// <inheritdoc/>
    public Phrase? Several() => null;

    /// <inheritdoc/>
    public string? ContentOf(Phrase container) => null;

    /// <inheritdoc/>
    public IReadOnlyList<Change>? Consent(Change change) => SceneConsent.Read(this, change);

    /// <inheritdoc/>
    public Placement Place(Change change, Phrase? antecedent) => new SceneEditor(this, antecedent).Place(change);

    private static Phrase Name(ScenePart.Thing thing) => Phrase.Parse(thing.Definite);

    private int IndexOf(ScenePart part) => segments.FindIndex(segment => ReferenceEquals(segment.Part, part));

    private double Rank(ScenePart part) => part switch
    {
        ScenePart.Style => -1,
        // Directly before its carrier.
        ScenePart.Thing { Rides: true, Slot: var slot } => SlotRank(slot) - 0.05,
        ScenePart.Thing { InSky: not null } => 0.95,
        ScenePart.Thing { Slot: var slot } => SlotRank(slot),
        ScenePart.Ground => 1,
        ScenePart.Sky => 2,
        ScenePart.Weather => 3,
        _ => 4,
    };

    private double SlotRank(SceneTerm? slot) => slot is null ? 0.9 : Vocabulary.Slots.Index().First(entry => entry.Item == slot).Index / 10.0;

    // Whether "and" or a comma separates objects depends on which is the last, and whether one needs its place on whether it is alone.
    private ImmutableList<SceneSegment> Rejoined(ImmutableList<SceneSegment> all, ScenePart touched) =>
        touched is ScenePart.Thing
            ? [.. all.Select((segment, i) => segment.Part is ScenePart.Thing thing
                ? segment with { Lead = i > 0 ? null : segment.Lead, Words = IsAloneSlot(Vocabulary, thing) ? null : segment.Words }
                : segment)]
            : touched is ScenePart.Style ? [.. all.Select((segment, i) => i < 2 ? segment with { Lead = null } : segment)] : all;

    private static bool IsAloneSlot(SceneVocabulary vocabulary, ScenePart.Thing thing) =>
        thing is { Stands: true, Slot: { } slot } && slot.Label == vocabulary.Nature.Alone;

    private static string Write(SceneVocabulary vocabulary, ImmutableList<SceneSegment> all)
    {
        var text = new StringBuilder();
        var isAlone = all.Count(segment => segment.Part is ScenePart.Thing { Rides: false }) == 1;
        foreach (var (i, segment) in all.Index())
        {
            text.Append(i == 0 ? "" : segment.Lead ?? Lead(vocabulary, all, i));
            text.Append(segment.Words ?? (isAlone && segment.Part is ScenePart.Thing thing && IsAloneSlot(vocabulary, thing) ? thing.PhraseAlone : segment.Part.Phrase));
        }

        return text.ToString();
    }

    private static string Lead(SceneVocabulary vocabulary, ImmutableList<SceneSegment> all, int at) => (all[at - 1].Part, all[at].Part) switch
    {
        (ScenePart.Style, _) => " of ",
        (ScenePart.Thing { Rides: true }, ScenePart.Thing) => $" {vocabulary.Nature.On} ",
        (ScenePart.Thing, ScenePart.Thing) => all.FindLastIndex(segment => segment.Part is ScenePart.Thing { Rides: false }) is var last
            && (last == at || (last == at + 1 && all[at].Part is ScenePart.Thing { Rides: true })) ? " and " : vocabulary.Nature.Separator,
        _ => ", ",
    };
}
