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
            var start = at + LeadLength(words, at);
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
        var scene = new SceneCaption(vocabulary, [.. segments]);
        var scenery = segments.Where(segment => segment.Part is not ScenePart.Thing).Select(segment => segment.Part.GetType()).ToList();
        var slots = scene.Things.Where(thing => thing.Slot is not null).Select(thing => thing.Slot).ToList();
        return segments.Count > 0
            && scenery.Distinct().Count() == scenery.Count
            && slots.Distinct().Count() == slots.Count
            && scene.Things.Count <= vocabulary.Slots.Count
            ? scene
            : null;
    }

    private static int LeadLength(string[] words, int at)
    {
        var start = at;
        while (at < words.Length && (words[at] is "," or "." or "and" or "next" || (words[at] is "to" && at > start)))
        {
            at++;
        }

        return at - start + (words[at..] is ["there" or "There", "is", ..] ? 2 : 0);
    }

    // One object, ground, sky or extra: the words up to its name, and a place after it.
    private static (ScenePart Part, int End)? ReadPart(string[] words, int at, SceneVocabulary vocabulary)
    {
        SceneTerm? color = null, slot = null;
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

                    break;
                case [(SceneRole.Color, var term)] when color is null:
                    color = term;
                    break;
                case [(SceneRole.Slot, var term)] when slot is null:
                    slot = term;
                    break;
                case [(SceneRole.Kind, var kind)] when !entry.IsPlural:
                    return slot is null
                        ? ReadSlot(words, at, vocabulary) is { } place
                            ? (new ScenePart.Thing(kind, color, place.Slot), place.End)
                            : (new ScenePart.Thing(kind, color, null), at)
                        : (new ScenePart.Thing(kind, color, slot), at);
                case [var (role, term)] when color is null && slot is null && !entry.IsPlural:
                    return ReadScenery(role, term, words, at);
                default:
                    return null;
            }
        }

        return null;
    }

    private static (ScenePart Part, int End)? ReadScenery(SceneRole role, SceneTerm term, string[] words, int at) => role switch
    {
        SceneRole.Ground => (new ScenePart.Ground(term), at),
        SceneRole.Sky => (new ScenePart.Sky(term), at < words.Length && words[at] is "sky" ? at + 1 : at),
        SceneRole.Extra => (new ScenePart.Extra(term), at),
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
