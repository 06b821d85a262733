using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace BelmAgent.Planning.Scenes;

/// <summary>Reads a caption as a scene, canonical or as a user might write it.</summary>
internal static partial class SceneCaptionParser
{
    /// <summary>Reads a caption.</summary>
    /// <returns>The scene; null if the caption contains anything outside the vocabulary.</returns>
    public static SceneCaption? TryParse(string caption, SceneVocabulary vocabulary)
    {
        var tokens = Word().Matches(caption);
        string[] words = [.. tokens.Select(token => token.Value)];
        var segments = new List<SceneSegment>();
        for (int at = 0, end = 0; at < words.Length;)
        {
            var start = at + (segments.Count > 0 && segments[^1].Part is ScenePart.Thing { Rides: true } ? OnLength(words, at, vocabulary) : LeadLength(words, at));
            if (ReadPart(words, start, vocabulary) is not { } read)
            {
                return at > 0 && start == words.Length ? Checked(segments, vocabulary) : null;
            }

            var from = tokens[segments.Count == 0 ? at : start].Index;
            var to = tokens[read.End - 1].Index + tokens[read.End - 1].Length;
            segments.Add(new(read.Part, caption[from..to], segments.Count == 0 ? null : caption[end..from]));
            (at, end) = (read.End, to);
        }

        return Checked(segments, vocabulary);
    }

    private static SceneCaption? Checked(List<SceneSegment> segments, SceneVocabulary vocabulary)
    {
        var scene = new SceneCaption(vocabulary, [.. Placed(segments, vocabulary)]);
        var scenery = segments.Where(segment => segment.Part is not ScenePart.Thing).Select(segment => segment.Part.GetType()).ToList();
        var slots = scene.Standing.Where(thing => thing.Slot is not null).Select(thing => thing.Slot).ToList();
        return segments.Count > 0
            && segments.Index().All(entry => entry.Item.Part switch
            {
                ScenePart.Thing { Rides: true } => entry.Index + 1 < segments.Count && segments[entry.Index + 1].Part is ScenePart.Thing { Rides: false, InSky: null },
                ScenePart.Style => entry.Index == 0 && segments.Count > 1,
                _ => true,
            })
            && scenery.Distinct().Count() == scenery.Count
            && slots.Distinct().Count() == slots.Count
            && scene.Standing.Count() <= vocabulary.Slots.Count
            && scene.Things.Count(thing => thing.Rides) <= 1 && scene.Things.Count(thing => thing.InSky is not null) <= 1
            ? scene
            : null;
    }

    // One that stands on another has its slot, and a single object needs no words for its own.
    private static IEnumerable<SceneSegment> Placed(List<SceneSegment> segments, SceneVocabulary vocabulary)
    {
        var things = segments.Select(segment => segment.Part).OfType<ScenePart.Thing>().ToList();
        var alone = vocabulary.Slots.FirstOrDefault(slot => slot.Label == vocabulary.Nature.Alone);
        SceneTerm? SlotOf(ScenePart.Thing thing) => thing.Slot ?? (thing.Stands && things.Count(other => !other.Rides) == 1 ? alone : null);
        return segments.Select((segment, i) => segment.Part switch
        {
            ScenePart.Thing { Rides: true } rider when i + 1 < segments.Count && segments[i + 1].Part is ScenePart.Thing bearer =>
                segment with { Part = rider with { Slot = SlotOf(bearer) } },
            ScenePart.Thing thing => segment with { Part = thing with { Slot = SlotOf(thing) } },
            _ => segment,
        });
    }

    // "on top of", "sitting on", "on"
    private static int OnLength(string[] words, int at, SceneVocabulary vocabulary) =>
        vocabulary.Nature.On is not { } on ? 0
            : on.Split(' ') is var upon && words.AsSpan(at).StartsWith(upon) ? upon.Length
            : words[at..] is ["sitting", "on", ..] ? 2
            : words[at..] is ["on", ..] ? 1 : 0;

    private static int LeadLength(string[] words, int at)
    {
        var start = at;
        while (at < words.Length && (words[at] is "," or "." or "and" or "next" or "of" || (words[at] is "to" && at > start)))
        {
            at++;
        }

        return at - start + (words[at..] is ["there" or "There", "is", ..] ? 2 : 0);
    }

    // One object or part of the scenery: the words up to its name, and a place after it.
    private static (ScenePart Part, int End)? ReadPart(string[] words, int at, SceneVocabulary vocabulary)
    {
        SceneTerm? color = null, look = null, size = null, slot = null;
        var isPlaced = false;
        while (vocabulary.Lexicon.Read(words, at) is { } entry)
        {
            at += entry.Words.Length;
            switch (entry.Says)
            {
                case []:
                    if (!entry.IsFiller)
                    {
                        return null;
                    }

                    isPlaced |= entry.Words is ["on" or "in" or "under" or "at" or "with" or "top" or "by" or "near" or "beside" or "over"];
                    break;
                case [(SceneRole.Color, var term)] when color is null:
                    color = term;
                    break;
                case [(SceneRole.Look, var term)] when look is null:
                    look = term;
                    break;
                case [(SceneRole.Size, var term)] when size is null:
                    size = term;
                    break;
                case [(SceneRole.Slot, var term)] when slot is null:
                    (slot, isPlaced) = (term, false);
                    break;
                // "on a house": what is on it was read without.
                case [(SceneRole.Kind, _)] when isPlaced:
                    return null;
                case [(SceneRole.Kind, var kind)] when !entry.IsPlural:
                    var thing = new ScenePart.Thing(kind, color, slot) { Look = look, Size = size };
                    return Has(vocabulary, thing) ? ReadPlace(thing, words, at, vocabulary) : null;
                case [var (role, term)] when (color ?? look ?? size ?? slot) is null && !entry.IsPlural:
                    return ReadScenery(role, term, words, at);
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool Has(SceneVocabulary vocabulary, ScenePart.Thing thing) =>
        thing.Look is null || vocabulary.Nature.Looks.GetValueOrDefault(thing.Kind.Label)?.Contains(thing.Look.Label) == true;

    // "on the left", "in the sky on the left"; or "on top of" and its carrier come next
    private static (ScenePart Part, int End) ReadPlace(ScenePart.Thing thing, string[] words, int at, SceneVocabulary vocabulary)
    {
        if (vocabulary.Nature is { Riders: var riders, Carriers: var carriers } && thing.Slot is null && riders.Contains(thing.Kind.Label)
            && OnLength(words, at, vocabulary) is > 0 and var upon && ReadSlot(words, at, vocabulary) is null
            && ReadPart(words, at + upon, vocabulary) is { Part: ScenePart.Thing bearer } && carriers.Contains(bearer.Kind.Label))
        {
            return (thing with { Rides = true }, at);
        }

        if (vocabulary.Nature is { Sky: { } sky, Flyers: var flyers } && flyers.Contains(thing.Kind.Label) && sky.Split(' ') is var above && words.AsSpan(at).StartsWith(above))
        {
            (thing, at) = (thing with { InSky = sky }, at + above.Length);
        }

        return thing.Slot is null && ReadSlot(words, at, vocabulary) is { } place ? (thing with { Slot = place.Slot }, place.End) : (thing, at);
    }

    private static (ScenePart Part, int End)? ReadScenery(SceneRole role, SceneTerm term, string[] words, int at) => role switch
    {
        SceneRole.Ground => (new ScenePart.Ground(term), at),
        SceneRole.Sky => (new ScenePart.Sky(term), at < words.Length && words[at] is "sky" ? at + 1 : at),
        SceneRole.Extra => (new ScenePart.Extra(term), at),
        SceneRole.Weather => (new ScenePart.Weather(term), at),
        SceneRole.Style when at < words.Length && words[at] is "of" => (new ScenePart.Style(term), at),
        _ => null,
    };

    private static (SceneTerm Slot, int End)? ReadSlot(string[] words, int at, SceneVocabulary vocabulary)
    {
        while (vocabulary.Lexicon.Read(words, at) is { } entry)
        {
            at += entry.Words.Length;
            if (entry.Says is [(SceneRole.Slot, var slot)])
            {
                return (slot, words.Length > at && words[at] is "side" ? at + 1 : at);
            }

            if (!entry.IsFiller || entry.Words is ["and"])
            {
                break;
            }
        }

        return null;
    }

    [GeneratedRegex(@"[\p{L}\p{N}'’-]+|[^\s]")]
    private static partial Regex Word();
}
