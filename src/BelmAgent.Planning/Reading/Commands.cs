using System.Collections.Frozen;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Reads commands by any verb, from what follows it: "crumple the handkerchief", "tuck a blanket over him", "dress her in silk".</summary>
internal sealed class Commands(ICaption caption)
{
    private static readonly FrozenSet<string> Removing = WordLexicon.Set("removing");

    /// <summary>Returns the readings, the likeliest first.</summary>
    public IEnumerable<IReadOnlyList<Change>> Read(Phrase words)
    {
        var verb = words.Words[0].ToLowerInvariant();
        if (words.Words.Length < 2 || !(WordLexicon.IsVerb(verb) || Removing.Contains(verb) || WordClass.Determiners.Contains(words.Words[1]) || WordClass.Pronouns.Contains(words.Words[1])) || WordClass.EndsNounPhrase(verb) || WordClass.Determiners.Contains(verb) || WordSets.IsColor(verb))
        {
            yield break;
        }

        var rest = words[1..];
        if (rest.Words is ["off" or "out" or "away" or "up" or "down", _, ..])
        {
            rest = new([.. rest.Words[1..], rest.Words[0]]);
        }
        else if (rest.Words is ["in", _, _, ..] && rest[1..].IsIndefinite)
        {
            rest = rest[1..];
        }

        var length = Mentions.Length(caption, rest) is > 0 and var named ? named : rest.Words is [var his, var part, ..] && WordClass.Possessives.Contains(his) && Nouns.IsPart(part) ? 2 : 0;
        var (thing, tail) = (rest[..length], rest[length..]);
        if (length > 0 && (Removing.Contains(verb) || tail.Words is ["off" or "out" or "away", ..]))
        {
            yield return [new Change.Remove(thing)];
        }

        if (length > 0)
        {
            foreach (var change in On(verb, thing, tail))
            {
                yield return [change];
            }
        }
        else if (rest.IndexOfAny(WordClass.Places, 1) is > 0 and var place && rest[(place + Skip(rest, place))..] is { IsEmpty: false } where && (where.IsPronoun || where.Words is ["there"] || caption.Referents(where).Count > 0 || Mentions.Length(caption, where) > 0))
        {
            yield return where.Words is ["there"] ? [new Change.Add(rest[..place], null)] : [new Change.Add(rest[..place], rest[place..])];
        }

        else if (rest.IsIndefinite && WordLexicon.IsThing(rest.Words[^1]) && (!Actions.IsVerb(verb) || words.Words[1] is "in"))
        {
            yield return [new Change.Add(rest, null)];
        }

        if (WordClass.Places.Contains(rest.Words[0]) && VerbTable.Read(words).Verb == Verb.Put)
        {
            yield return [new Change.Move(new Phrase("it"), rest)];
        }

        // The caption's subject does it.
        if (length == 0 && Actions.IsVerb(verb) && VerbTable.Read(words).Length == 0 && !Removing.Contains(verb) && Actions.DoingAny(words) is { } doing && caption.Referents(new Phrase()) is [var main] && (Nouns.IsAnimate(main.Words[^1]) || Nouns.IsVehicle(main.Words[^1])))
        {
            yield return [new Change.Become(main, doing)];
        }
    }

    private static int Skip(Phrase rest, int place) => place + 2 < rest.Words.Length && rest.Words[place] is "on" or "in" && rest.Words[place + 1] is "top" or "front" ? 3 : 1;

    private static IEnumerable<Change> On(string verb, Phrase thing, Phrase tail)
    {
        var participle = WordLexicon.IsAdjective(verb) && !WordLexicon.IsNoun(verb) || Scales.Has(verb) ? verb : Actions.PassiveOf(verb);
        if (tail.IsEmpty || tail.Words is ["up" or "down" or "in" or "again" or "together"])
        {
            yield return new Change.Become(thing, new Phrase(participle));
        }
        else if (tail.Words is ["in" or "with", _, ..] or ["up" or "out", "in" or "with", _, ..])
        {
            var with = tail.Words[0] is "in" or "with" ? tail : tail[1..];
            yield return Nouns.IsGarment(with.Words[^1]) || with.Words[0] is "in" && !WordLexicon.IsThing(with.Words[^1]) ? new Change.Become(thing, new Phrase(["wearing", .. with.Words[1..]]))
                : new Change.Become(thing, new Phrase([participle, .. with.Words]));
        }
        else if (tail.Words is ["to" or "into" or "as", _, ..] && !WordSets.IsBackground(tail.Words[^1]) && !(thing.IsPronoun && WordLexicon.Is(tail.Words[^1], "place", "building", "room", "structure", "furniture", "container")))
        {
            yield return new Change.Become(thing, tail[1..], Link: ResultLink.To);
        }
        else if (WordClass.Places.Contains(tail.Words[0]) && tail.Words.Length > 1)
        {
            yield return Actions.IsVerb(verb) && Actions.Doing(new Phrase(verb)) is { } doing && Actions.IsStance(doing.Words[0])
                ? new Change.Become(thing, new Phrase([doing.Words[0], .. tail.Words])) : new Change.Move(thing, tail);
        }
        else if (tail.IsIndefinite && (thing.IsPronoun || Nouns.IsAnimate(thing.Words[^1])))
        {
            yield return new Change.Add(tail, new(["to", .. thing.Words]));
        }
        else
        {
            yield return new Change.Become(thing, tail);
        }
    }
}
