using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>Finds what a user's words refer to in a scene.</summary>
internal static class SceneMention
{
    /// <summary>Returns how many leading words name something: articles, colour, place, the name itself, and a place after it.</summary>
    public static int Length(Phrase words, SceneVocabulary vocabulary)
    {
        var (named, end, isPlaced) = (0, 0, false);
        for (var at = 0; at < words.Words.Length && vocabulary.Lexicon.Read(words.Words, at) is { } entry; at += entry.Words.Length)
        {
            var isSlot = entry.Says is [(SceneRole.Slot, _)];
            var isName = !isSlot && !entry.IsFiller && entry.Marks is not (SceneMarks.All or SceneMarks.Talk) && entry.Says is not [(SceneRole.Color or SceneRole.Look or SceneRole.Size, _)];
            // After the name only one place, or the noun of "night sky", still belongs to it.
            if (named > 0 && !(isSlot && !isPlaced) && !entry.IsFiller && entry.Marks != SceneMarks.Sky)
            {
                break;
            }

            isPlaced |= isSlot;

            named += isName ? 1 : 0;
            end = named > 0 && !entry.IsFiller ? at + entry.Words.Length : end;
        }

        return end;
    }

    /// <summary>Returns the objects that match a reading.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="reading">The words.</param>
    /// <param name="strictly">False accepts a colour, look or size that the object no longer has, as after "make the red car blue".</param>
    public static IReadOnlyList<ScenePart.Thing> Find(SceneCaption scene, SceneReading reading, bool strictly = true)
    {
        if (reading.Unknown.Count > 0 || !(reading.NamesObject || reading.Marks.HasFlag(SceneMarks.All)))
        {
            return [];
        }

        var found = Match(scene, reading, traits: true);
        return found.Count > 0 || strictly ? found : Match(scene, reading, traits: false);
    }

    private static List<ScenePart.Thing> Match(SceneCaption scene, SceneReading reading, bool traits)
    {
        static bool Fits(IReadOnlyList<SceneTerm> said, SceneTerm? has) => said.Count == 0 || (has is not null && said.Contains(has));

        bool Names(ScenePart.Thing thing) =>
            Fits(reading.All(SceneRole.Kind), thing.Kind) && Fits(reading.All(SceneRole.Slot), thing.Slot)
            && (!traits || (Fits(reading.All(SceneRole.Color), thing.Color) && Fits(reading.All(SceneRole.Look), thing.Look) && Fits(reading.All(SceneRole.Size), thing.Size)));

        // "make the red car blue and the blue car red": a request refers to things as they were before it.
        List<ScenePart.Thing> before = [.. scene.Things.Where(thing => Names(thing.Was ?? thing))];
        return before.Count > 0 ? before : [.. scene.Things.Where(Names)];
    }
}

/// <summary>The meaning of words besides naming terms.</summary>
[Flags]
internal enum SceneMarks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>All matching objects: "both", "all".</summary>
    All = 1,

    /// <summary>Any object: "the one", "the thing".</summary>
    Generic = 2,

    /// <summary>The picture as a whole.</summary>
    Whole = 4,

    /// <summary>The sky in general.</summary>
    Sky = 8,

    /// <summary>The ground in general.</summary>
    Ground = 16,

    /// <summary>Nothing that can be drawn: "really bright". In a caption it is none of the world's words.</summary>
    Talk = 32,
}
