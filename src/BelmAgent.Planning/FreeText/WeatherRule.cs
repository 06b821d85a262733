using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes the time, the season or the weather of the whole picture.</summary>
internal sealed class WeatherRule : Rule
{
    /// <inheritdoc/>
    public override Placement? Place(Edit edit) => edit.Change switch
    {
        Change.Become { From: { } from, Result: { } result } when Weather.Read(from) is { } was && Weather.Read(result) is { } then && was.Group == then.Group => Done(edit, then),
        Change.Become become when (become.From is not { } old || edit.Caption.Spans(old).Count == 0) && (WordSets.IsWhole(become.Subject) || Weather.IsNamedBy(become.Subject)) && Weather.Read(become.Result) is { } weather
            && !(become.Subject.Bare.Words is ["sky"] && edit.Caption.Spans(become.Subject).Count > 0) => Done(edit, weather),
        Change.Add { Where: null, What: { } what } when what.Bare.Words is not ["sun"] && Weather.Read(what) is { } weather => Done(edit, weather),
        _ => null,
    };

    private static Placement Done(Edit edit, Weather weather) => edit.Done(Apply(weather, edit.Text), EditType.ChangeBackground, $"the image is {weather.Phrase}");

    // Replaces another one of its group, otherwise appends it.
    private static CaptionText Apply(Weather weather, CaptionText caption)
    {
        foreach (var other in Weather.All.Where(other => other.Group == weather.Group))
        {
            var phrase = other.Phrase.Split(' ');
            if (IndexOf(caption.Words, phrase) is >= 0 and var at)
            {
                // "on a sunny day" becomes "on a rainy day".
                return phrase[^1] is "day" && phrase.Length == 4 ? caption.Replace(at + 2, at + 3, weather.Adjective) : caption.Replace(at, at + phrase.Length, weather.Phrase.Split(' '));
            }
        }

        // "in the daytime", "on a rainy day"
        for (var at = 0; at + 1 < caption.End; at++)
        {
            if (caption.Words[at] is "in" or "at" or "on" or "during" && NounFinder.At(caption.Words, at + 1) is { } noun && Weather.Read(new Phrase(caption.Words[(at + 1)..noun.End]))?.Group == weather.Group)
            {
                // "on a rainy evening" becomes "on a rainy morning".
                return weather.Group is "time" && noun.End - at > 3 && Weather.Read(new Phrase(caption.Words[noun.End - 1])) is { Group: "time" } && Weather.Read(new Phrase(weather.Adjective)) is { Group: "time" } && weather.Phrase.Split(' ').Length < 4 ? caption.Replace(noun.End - 1, noun.End, weather.Adjective)
                    : caption.Words[noun.End - 1] is "day" && noun.End - 2 > at
                    ? caption.Replace(noun.End - 2, noun.End - 1, weather.Adjective)
                    : caption.Replace(at, noun.End, weather.Phrase.Split(' '));
            }
        }

        foreach (var other in Weather.All.Where(other => other.Group == weather.Group && other.Adjective != weather.Adjective))
        {
            if (IndexOf(caption.Words, [other.Adjective]) is >= 0 and var at)
            {
                return caption.Replace(at, at + 1, weather.Adjective);
            }
        }

        return caption.Append(weather.Phrase.Split(' '));
    }

    private static int IndexOf(ImmutableArray<string> words, string[] phrase)
    {
        for (var at = 0; at + phrase.Length <= words.Length; at++)
        {
            if (words.Skip(at).Take(phrase.Length).SequenceEqual(phrase, StringComparer.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }
}
