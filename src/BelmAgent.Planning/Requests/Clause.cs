using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>A verb and the parts after it, up to the next verb.</summary>
internal sealed record Clause(Verb Verb, Phrase Opening, List<Phrase> Parts)
{
    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase) { "away", "out", "off" };
    private static readonly HashSet<string> Sides = new(StringComparer.OrdinalIgnoreCase) { "left", "right" };

    /// <summary>Reads the clause as changes.</summary>
    public IEnumerable<Change> Read(ICaption caption) => Verb switch
    {
        Verb.Keep => [],
        Verb.State => Parts.Where(part => !part.IsEmpty).Select(ReadState),
        Verb.Add => AddSplit.Read(Opening, Parts.Where(part => !part.IsEmpty), caption),
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

    // "cover the roof with moss": it is covered with moss.
    private Change ReadState(Phrase part)
    {
        var with = part.Words.IndexOf("with");
        return with > 0 && with + 1 < part.Words.Length
            ? new Change.Become(part[..with], new Phrase([VerbTable.PassiveOf(Opening.Words[0]), .. part.Words[with..]]))
            : new Change.Become(part, new Phrase(VerbTable.StateOf(Opening.Words[0])));
    }

    // "make the horse have wings" adds wings to it, "make her close her eyes" closes them, and "let the tree disappear" removes it.
    private static Change Meant(Change.Become change) => change switch
    {
        { Subject.IsEmpty: true } => change,
        { Result.Words: ["asleep", ..] } => change with { Result = new(["sleeping", .. change.Result.Words[1..]]) },
        // "make the ball a red one"
        { Result.Words: [_, .., "one" or "ones"] } when !change.Result.Words.Any(word => word is "other" or "same" or "different") && change.Result.Bare.Words.Length > 1 && change.Link != ResultLink.With => change with { Result = change.Result.Bare[..^1], Link = ResultLink.None },
        { Result.Words: ["disappear" or "vanish" or "gone" or "invisible"] or ["go", "away"] } => new Change.Remove(change.Subject),
        { Result.Words: ["have" or "has", _, ..] } => new Change.Add(change.Result[1..], new Phrase(["to", .. change.Subject.Words])),
        { Result.Words: [var verb, _, ..] } when VerbTable.Read(change.Result).Verb == Verb.State && !VerbTable.IsPosture(verb) =>
            new Change.Become(change.Result[1..], new Phrase(VerbTable.StateOf(verb))),
        _ => change,
    };

    private static Change.Remove ReadRemove(Phrase part) =>
        new(part.Words is [_, .., var last] && Particles.Contains(last) ? part[..^1] : part);

    private static Change ReadPut(Phrase part, ICaption caption)
    {
        var mention = part.Words is [var first, ..] && WordClass.Pronouns.Contains(first) || part.Words is [var her, var next, ..] && WordClass.Possessives.Contains(her) && WordClass.Places.Contains(next) ? 1 : caption.MentionLength(part);
        if (mention == 0 || part.IsIndefinite)
        {
            return AddSplit.ReadOne(part);
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

/// <summary>The word between a subject and its result.</summary>
internal enum ResultLink
{
    /// <summary>No distinguishing word: "make the sea rough", "make the dog a cat".</summary>
    None,

    /// <summary>"to": "change the dog to a cat", "change the grey to blue".</summary>
    To,

    /// <summary>"into": always another thing.</summary>
    Into,

    /// <summary>"with", "for", and "replace" with any: another thing replaces the first, which is not a style of it.</summary>
    With,
}
