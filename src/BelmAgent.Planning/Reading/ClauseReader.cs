using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Reads one clause in every way that its words allow, the likeliest first; the caption decides which of them counts.</summary>
internal sealed partial class ClauseReader(ICaption caption)
{
    private static readonly FrozenSet<string> Auxiliary = Set("should must could can may might would will shall is are was were be been being to just simply also only now all both rather does do did really");
    private static readonly FrozenSet<string> BeforeTo = Set("has have had needs need ought got supposed meant wants");
    private static readonly FrozenSet<string> Better = Set("better nicer nice cooler cool prettier pretty great good best lovely funnier fancier cuter amazing awesome perfect");
    private static readonly FrozenSet<string> Leaving = Set("gone out away off vanish vanishes disappear disappears leave leaves go goes removed deleted absent");
    private static readonly FrozenSet<string> Absent = Set("there here needed wanted necessary required visible in");
    private static readonly FrozenSet<string> Having = Set("has have had get gets got need needs gains");

    /// <summary>Returns the readings of a clause.</summary>
    public IEnumerable<Reading> Read(string clause)
    {
        if (Whole(clause) is { } whole)
        {
            yield return new([whole], clause) { IsPlain = true };
        }

        var (core, mood) = Shell.Strip(clause);
        if (caption.HasSlots && mood is Mood.Wish && VerbTable.Read(Phrase.Parse(clause)) is { Verb: Verb.Add, Length: 2 } && !clause.StartsWith("i ", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(PlainClauses.Read(clause, caption), clause);
        }

        if (core != clause && Whole(core) is { } inner)
        {
            yield return new([inner], core) { IsPlain = true };
        }

        if ((Unwanted().Match(core) is { Success: true } inCore ? inCore : Unwanted().Match(clause)) is { Success: true } unwanted)
        {
            yield return new([new Change.Remove(Phrase.Parse(unwanted.Groups["x"].Value))], unwanted.Groups["x"].Value);
        }

        if (Ended().Match(core) is { Success: true } ended && Mentions.Length(caption, Phrase.Parse(ended.Groups["x"].Value)) > 0)
        {
            yield return new([new Change.Remove(Phrase.Parse(ended.Groups["x"].Value))], ended.Groups["x"].Value);
        }

        // "make him grey, the cat"
        if (Called().Match(core) is { Success: true } called && Mentions.Length(caption, Phrase.Parse(called.Groups["x"].Value)) > 0)
        {
            foreach (var reading in Stated(Phrase.Parse(called.Groups["x"].Value), Phrase.Parse(called.Groups["r"].Value)))
            {
                yield return new(reading, core);
            }
        }

        var isSame = false;
        if (SameLook().Match(core) is { Success: true } same)
        {
            isSame = true;
            if (LookOf(Phrase.Parse(same.Groups["l"].Value)) is not { } look)
            {
                yield break;
            }

            core = core.Replace(same.Value, look, StringComparison.Ordinal);
        }

        foreach (var reading in Contrast.Read(core).SelectMany(Exchanged).Concat(Placed(core)))
        {
            yield return reading;
        }

        var plain = Instead().Replace(core, "");
        foreach (var reading in Plain(plain.Length > 0 ? plain : core, plain.Length < core.Length && mood == Mood.None ? Mood.Like : mood))
        {
            yield return isSame ? reading with { IsPlain = true } : reading;
        }
    }

    // "the colour of the chair", if the caption says it
    private string? LookOf(Phrase thing) =>
        caption.Referents(thing) is [var named] && string.Join(' ', named.Words.Where(word => WordSets.IsColor(word) || WordSets.IsMaterial(word))) is { Length: > 0 } look ? look : null;

    // "on the wall there should be a mirror": the place comes first.
    private static IEnumerable<Reading> Placed(string core)
    {
        var words = Phrase.Parse(core);
        for (var at = 2; words.Words.Length > 3 && WordClass.Places.Contains(words.Words[0]) && at < words.Words.Length - 1; at++)
        {
            var rest = words[at..].ToString();
            var (what, mood) = Shell.Strip(rest);
            var thing = Phrase.Parse(what);
            if (VerbTable.Read(thing) is { Verb: Verb.Add or Verb.Put, Length: > 0 and var length })
            {
                thing = thing[length..];
            }
            else if (mood == Mood.None)
            {
                continue;
            }

            if (!thing.IsEmpty)
            {
                yield return new([new Change.Add(thing, words[..at])], core);
                yield break;
            }
        }
    }

    private Change? Whole(string clause) => OnlyForm.Read(clause, caption) ?? WritingForm.Read(clause, caption) ?? GroupForm.Read(clause, caption);

    private IEnumerable<Reading> Plain(string core, Mood mood)
    {
        core = Ending().Replace(core, "") is { Length: > 0 } cut ? cut : core;
        if (Whole(core) is { } whole)
        {
            yield return new([whole], core) { IsPlain = true };
        }

        var words = Phrase.Parse(core);
        if (words.IsEmpty)
        {
            yield break;
        }

        var (verb, length) = VerbTable.Read(words);
        // "have a cat on her lap", "let an owl fly over the house"
        if (words.Words[0] is "have" or "let" or "make" or "get" or "see" or "use" or "do" && words.Words.Length > 1 && length < 2)
        {
            var isNew = words[1..].IsIndefinite || (!WordClass.Pronouns.Contains(words.Words[1]) && !WordClass.Possessives.Contains(words.Words[1]) && words.Words[1] is not ("the" or "him" or "us") && Mentions.Length(caption, words[1..]) == 0 && WordLexicon.IsNoun(words.Words[^1]));
            foreach (var reading in New(words[1..], words.Words[0] is not ("let" or "make") && isNew))
            {
                yield return new(reading, core);
            }
        }

        // "show her asleep"
        if (words.Words[0] is "show" or "put" or "draw" && Mentions.Length(caption, words[1..]) is > 0 and var shown && shown + 1 < words.Words.Length)
        {
            foreach (var reading in words.Words[0] is "put" ? [] : Stated(words[1..(shown + 1)], words[(shown + 1)..]))
            {
                yield return new(reading, core);
            }
        }

        if (length > 0)
        {
            yield return new(PlainClauses.Read(core, caption), words[length..].ToString()) { IsPlain = true };
        }

        if (Subject(words) is > 0 and var subject && subject < words.Words.Length && !(WordLexicon.IsThing(words.Words[^1]) && Mentions.Length(caption, words[subject..]) == words.Words.Length - subject))
        {
            foreach (var reading in Stated(words[..subject], words[subject..]))
            {
                yield return new(reading, core);
            }
        }

        foreach (var reading in length == 0 ? New(words, isWish: null) : [])
        {
            yield return new(reading, core);
        }

        var isCommand = words.Words.Length > 1 && (WordLexicon.IsMainlyVerb(words.Words[0]) && !WordSets.IsMaterial(words.Words[0]) && !WordLexicon.IsAdjective(words.Words[0]) || WordClass.Determiners.Contains(words.Words[1]) || WordClass.Pronouns.Contains(words.Words[1]) || WordClass.Prepositions.Contains(words.Words[1]));
        var commands = length > 0 && !(verb == Verb.Remove && words[length..].IsIndefinite) && !(verb == Verb.Put && WordClass.Places.Contains(words.Words[Math.Min(1, words.Words.Length - 1)])) ? [] : new Commands(caption).Read(words).Select(reading => new Reading(reading, words[1..].ToString()));
        var fragments = length > 0 && isCommand ? [] : new Fragments(caption).Read(words, mood);
        foreach (var reading in isCommand ? commands.Concat(fragments) : fragments.Concat(commands))
        {
            yield return reading;
        }

        if (length == 0)
        {
            yield return new(PlainClauses.Read(core, caption), core);
        }
    }

    // "the laces and the sneakers"
    private int Subject(Phrase words)
    {
        var length = Mentions.Subject(caption, words);
        return length > 0 && length + 1 < words.Words.Length && words.Words[length] is "and" && Mentions.Subject(caption, words[(length + 1)..]) is > 0 and var next && length + 1 + next < words.Words.Length ? length + 1 + next : length;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?:put|turn|switch|blow|take|get|cut|cross|wipe|wash|edit|photoshop|fade|leave) (?:(?<x>.+?) (?:out|off|away)|(?:out|off|away) (?<x>.+))$", RegexOptions.IgnoreCase)]
    private static partial Regex Ended();

    [GeneratedRegex(@"^(?:(?:make|turn|paint) (?:him|her|it|them) )?(?<r>(?:a |an )?[\w -]+?), (?<x>the [\w -]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Called();

    [GeneratedRegex(@"(?:be |have )?(?:the )?same (?:colou?r|material|shade|pattern) as (?<l>.+)$|match(?:es)? (?<l>(?:the|his|her|its|their) [\w ]+)$|(?<=\b(?:should|make|paint|be)\b.*)the colou?r of (?<l>the .+)$", RegexOptions.IgnoreCase)]
    private static partial Regex SameLook();

    [GeneratedRegex(@"^(?:i |we )?(?:do not (?:want|need|like) (?:to see )?|(?:there (?:should|must|can|could|is|are) )?not (?:be|have|show|see|include) (?:any )?|can do without |no more )(?<x>.+?)(?:,? do (?:we|you|i))?$|^(?<x>.+?) (?:out of|away from|removed from|gone from) (?:the|this) (?:picture|image|photo|scene|shot|frame)$", RegexOptions.IgnoreCase)]
    private static partial Regex Unwanted();

    [GeneratedRegex(@"(?:[\s,]+(?:here|now|too|again|as well|also|that is|out of (?:there|here|it|the (?:picture|image|photo|scene|shot))|(?:from|in) (?:the|this) (?:picture|image|photo|scene|shot)|from (?:there|here)|(?:is|are|would be) (?:enough|plenty|fine|ok|sufficient|all (?:i|we) (?:need|want))|to be (?:exact|precise|honest)))+$", RegexOptions.IgnoreCase)]
    private static partial Regex Ending();

    [GeneratedRegex(@"[\s,]+(?:instead|rather|here instead|there instead)$", RegexOptions.IgnoreCase)]
    private static partial Regex Instead();

    [GeneratedRegex(@"^(?:(?:put|use|have|get|add|place|show|see|draw|try|do|be|let|make|turn|give|it|this|that|them|into|in|to|as|is|was|should|could|would) )+(?=\w)", RegexOptions.IgnoreCase)]
    private static partial Regex Lead();
}

/// <summary>One way to read a clause.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Said">The words that name them, each of which must have a place in the plan.</param>
internal sealed record Reading(IReadOnlyList<Change> Changes, string Said)
{
    /// <summary>Gets whether it is a command by one of the verbs of change, which has hardly another reading. Default: false.</summary>
    public bool IsPlain { get; init; }
}
