using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Separates a new thing from its place.</summary>
internal static class AddSplit
{
    private static readonly HashSet<string> For = new(StringComparer.OrdinalIgnoreCase) { "for" };
    private static readonly HashSet<string> Sides = new(StringComparer.OrdinalIgnoreCase) { "left", "right" };

    /// <summary>Reads the parts of a clause: "give the cat a bow tie and glasses" adds both to the cat.</summary>
    public static List<Change> Read(Phrase opening, IEnumerable<Phrase> parts, ICaption caption)
    {
        var changes = new List<Change>();
        Phrase? owner = null;
        var isGiving = opening.StartsWith("give");
        foreach (var part in parts)
        {
            // "to the chair and table": both are one place.
            if (changes is [.., Change.Add { Where: { } place } last] && !part.IsIndefinite && caption.MentionLength(part) == part.Words.Length)
            {
                changes[^1] = last with { Where = new([.. place.Words, "and", .. part.Words]) };
                continue;
            }

            // "a cat instead of the dog" is not an addition.
            var instead = part.Words.IndexOf("instead");
            if (instead > 0 && instead + 2 < part.Words.Length && part.Words[instead + 1] is "of")
            {
                changes.Add(new Change.Become(part[(instead + 2)..], part[..instead], Link: ResultLink.Into));
                continue;
            }

            var add = isGiving && Given(part, caption) is { } given ? given : ReadOne(part);
            owner = add.What.Words[0] == part.Words[0] ? owner : add.Where;
            changes.Add(add.Where is null ? add with { Where = owner } : add);
        }

        return changes;
    }

    // "give the woman red hair": the caption shows where her name ends.
    private static Change.Add? Given(Phrase part, ICaption caption) =>
        part.IsIndefinite ? null
        : (part.Words[0] is var first && WordClass.Pronouns.Contains(first) || part.Words is [var her, var next, ..] && WordClass.Possessives.Contains(her) && WordClass.Indefinite.Contains(next) ? 1 : caption.MentionLength(part)) is > 0 and var end && end < part.Words.Length
            ? new Change.Add(part[end..], new Phrase(["to", .. part[..end].Words]))
            : null;

    /// <summary>Reads one part: the new thing, and its place or what it belongs to.</summary>
    public static Change.Add ReadOne(Phrase part)
    {
        part = Relative(part);
        // "a scarf for the dog" belongs to the dog.
        var owner = part.IndexOfAny(For, 1);
        if (owner > 0 && owner + 2 < part.Words.Length && WordClass.Determiners.Contains(part.Words[owner + 1]))
        {
            return new Change.Add(part[..owner], new Phrase(["to", .. part[(owner + 1)..].Words]));
        }

        var place = part.IndexOfAny(WordClass.Places, 1);
        var side = part.IndexOfAny(Sides, 1);
        // "a ball left of the tree"
        place = place < 0 && side > 0 && side + 1 < part.Words.Length && part.Words[side + 1] == "of" ? side : place;
        var thing = part.IndexOfAny(WordClass.Indefinite, 1);
        if (thing > 0 && place < 0 && !part.IsIndefinite)
        {
            // "give the dog a hat"
            return new Change.Add(part[thing..], new Phrase(["to", .. part[..thing].Words]));
        }

        return place > 0 && place + 1 < part.Words.Length ? new Change.Add(part[..place], part[place..]) : new Change.Add(part, null);
    }

    // "a dog which is running" is "a dog running".
    private static Phrase Relative(Phrase part)
    {
        var at = part.IndexOfAny(WordClass.Relatives, 1);
        return at > 0 && at + 2 < part.Words.Length && WordClass.Auxiliaries.Contains(part.Words[at + 1])
            ? new Phrase([.. part.Words[..at], .. part.Words[(at + 2)..]])
            : part;
    }
}
