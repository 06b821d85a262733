using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.Requests;

/// <summary>A verb and the parts that follow it, up to the next verb.</summary>
internal sealed record Clause(Verb Verb, Phrase Opening, List<Phrase> Parts)
{
    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase) { "away", "out", "off" };
    private static readonly HashSet<string> Relatives = new(StringComparer.OrdinalIgnoreCase) { "which", "that", "who" };
    private static readonly HashSet<string> Sides = new(StringComparer.OrdinalIgnoreCase) { "left", "right" };

    /// <summary>Reads the clause as changes.</summary>
    public IEnumerable<Change> Read(ICaption caption) => Verb switch
    {
        Verb.Keep => [],
        Verb.State => Parts.Where(part => !part.IsEmpty).Select(part => new Change.Become(part, new Phrase(VerbTable.StateOf(Opening.Words[0])))),
        Verb.Add => ReadAdds(caption),
        Verb.Remove => Parts.Where(part => !part.IsEmpty).Select(ReadRemove),
        Verb.Put => Parts.Where(part => !part.IsEmpty).Select(part => ReadPut(part, caption)),
        _ => ReadBecome(caption),
    };

    private List<Change> ReadBecome(ICaption caption)
    {
        var changes = new List<Change>();
        var waiting = new List<Phrase>();
        foreach (var part in Parts.Where(part => !part.IsEmpty))
        {
            if (BecomeSplit.TryRead(part, Verb, caption, isFirst: changes.Count == 0) is { } change)
            {
                changes.AddRange(waiting.Select(subject => Meant(change with { Subject = subject })));
                changes.Add(Meant(change));
                waiting.Clear();
            }
            else if (changes is [.., Change.Become last])
            {
                changes[^1] = last with { Result = new([.. last.Result.Words, "and", .. part.Words]) };
            }
            else
            {
                waiting.Add(part);
            }
        }

        changes.AddRange(waiting.Select(result => new Change.Become(new Phrase(), result)));
        return changes;
    }

    // "make the horse have wings" adds wings to it, "make her close her eyes" closes them, and "let the tree disappear" removes it.
    private static Change Meant(Change.Become change) =>
        change is { Subject.IsEmpty: false, Result.Words: ["disappear" or "vanish" or "gone" or "invisible"] or ["go", "away"] } ? new Change.Remove(change.Subject) :
        change is { Subject.IsEmpty: false, Result.Words: ["have" or "has", _, ..] } ? new Change.Add(change.Result[1..], new Phrase(["to", .. change.Subject.Words]))
        : change.Result is { Words.Length: > 1 } result && VerbTable.Read(result).Verb == Verb.State
        ? new Change.Become(result[1..], new Phrase(VerbTable.StateOf(result.Words[0])))
        : change;

    // "give the cat a bow tie and glasses": both are the cat's.
    private List<Change> ReadAdds(ICaption caption)
    {
        var changes = new List<Change>();
        Phrase? owner = null;
        foreach (var part in Parts.Where(part => !part.IsEmpty))
        {
            // "to the chair and table": both are one place.
            if (changes is [.., Change.Add { Where: { } place } last] && !part.IsIndefinite && caption.MentionLength(part) == part.Words.Length)
            {
                changes[^1] = last with { Where = new([.. place.Words, "and", .. part.Words]) };
                continue;
            }

            // "a cat instead of the dog" is no addition.
            var instead = part.Words.IndexOf("instead");
            if (instead > 0 && instead + 2 < part.Words.Length && part.Words[instead + 1] is "of")
            {
                changes.Add(new Change.Become(part[(instead + 2)..], part[..instead], Link: ResultLink.Into));
                continue;
            }

            var add = IsGiving && Given(part, caption) is { } given ? given : ReadAdd(part);
            owner = add.What.Words[0] == part.Words[0] ? owner : add.Where;
            changes.Add(add.Where is null ? add with { Where = owner } : add);
        }

        return changes;
    }

    private bool IsGiving => Opening.Words is [var verb] && verb.Equals("give", StringComparison.OrdinalIgnoreCase);

    // "give the woman red hair": the caption tells where she ends.
    private static Change.Add? Given(Phrase part, ICaption caption) =>
        part.IsIndefinite ? null
        : (part.Words[0] is var first && WordClass.Pronouns.Contains(first) ? 1 : caption.MentionLength(part)) is > 0 and var end && end < part.Words.Length
            ? new Change.Add(part[end..], new Phrase(["to", .. part[..end].Words]))
            : null;

    private static Change.Add ReadAdd(Phrase part)
    {
        part = Relative(part);
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

        return place > 0 ? new Change.Add(part[..place], part[place..]) : new Change.Add(part, null);
    }

    // "a dog which is running" is "a dog running".
    private static Phrase Relative(Phrase part)
    {
        var at = part.IndexOfAny(Relatives, 1);
        return at > 0 && at + 2 < part.Words.Length && WordClass.Auxiliaries.Contains(part.Words[at + 1])
            ? new Phrase([.. part.Words[..at], .. part.Words[(at + 2)..]])
            : part;
    }

    private static Change.Remove ReadRemove(Phrase part) =>
        new(part.Words is [_, .., var last] && Particles.Contains(last) ? part[..^1] : part);

    private static Change ReadPut(Phrase part, ICaption caption)
    {
        var mention = part.Words is [var first, ..] && WordClass.Pronouns.Contains(first) ? 1 : caption.MentionLength(part);
        if (mention == 0 || part.IsIndefinite)
        {
            return ReadAdd(part);
        }

        // "the car on the left | on the right", "the car | on the right", "the car | right"
        var place = part.IndexOfAny(WordClass.Places, 1);
        var end = mention < part.Words.Length ? mention
            : place > 0 ? place
            : Sides.Contains(part.Words[^1]) ? mention - 1
            : mention;
        return new Change.Move(part[..end], part[end..]);
    }
}
