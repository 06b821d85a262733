using System.Collections.Immutable;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>A time of day, a season or a weather, and its wording in a caption.</summary>
/// <param name="Group">The group of mutually exclusive values.</param>
/// <param name="Phrase">At the end of a caption: "at night".</param>
/// <param name="Adjective">Before a noun: "sunny".</param>
/// <param name="Names">Its names in requests.</param>
internal sealed record Weather(string Group, string Phrase, string Adjective, params ImmutableArray<string> Names)
{
    private static readonly ImmutableArray<Weather> All =
    [
        new("time", "at night", "night", "night", "nighttime", "starry night"),
        new("time", "at midnight", "midnight", "midnight"),
        new("time", "at noon", "noon", "noon", "midday"),
        new("time", "at sunset", "sunset", "sunset", "sundown"),
        new("time", "at sunrise", "sunrise", "sunrise"),
        new("time", "at dawn", "dawn", "dawn"),
        new("time", "at dusk", "dusk", "dusk"),
        new("time", "during the day", "day", "day", "daytime", "during the day"),
        new("time", "in daylight", "day", "daylight"),
        new("time", "in the morning", "morning", "morning"),
        new("time", "in the afternoon", "afternoon", "afternoon"),
        new("time", "in the evening", "evening", "evening"),
        new("season", "in winter", "winter", "winter"),
        new("season", "in summer", "summer", "summer"),
        new("season", "in autumn", "autumn", "autumn", "fall"),
        new("season", "in spring", "spring", "spring"),
        new("weather", "in the rain", "rainy", "rain", "rainy", "raining"),
        new("weather", "in the snow", "snowy", "snow", "snowy", "snowing"),
        new("weather", "in the fog", "foggy", "fog", "foggy", "misty"),
        new("weather", "in a storm", "stormy", "storm", "stormy"),
        new("weather", "on a sunny day", "sunny", "sunny", "sun"),
        new("weather", "on a cloudy day", "cloudy", "cloudy", "overcast"),
    ];

    /// <summary>Reads "a snowy day", "night", "sunset".</summary>
    public static Weather? Read(Phrase words)
    {
        string[] said = [.. words.Words.Where(word => !WordClass.Determiners.Contains(word) && !WordClass.Prepositions.Contains(word) && word is not ("sky" or "time"))];
        var name = string.Join(' ', said.Length > 1 && said[^1] is "day" or "scene" ? said[..^1] : said);
        return All.FirstOrDefault(weather => weather.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns whether a phrase refers to the weather, the time or the season, or names one.</summary>
    public static bool IsNamedBy(Phrase phrase) =>
        phrase.Bare.Words is ["sky" or "weather" or "time" or "season" or "lighting", ..] || (!phrase.IsEmpty && Read(phrase) is not null);

    /// <summary>Returns the caption with this weather: replacing another one of its group, otherwise at the end.</summary>
    public CaptionText ApplyTo(CaptionText caption)
    {
        foreach (var other in All.Where(other => other.Group == Group))
        {
            var phrase = other.Phrase.Split(' ');
            if (IndexOf(caption.Words, phrase) is >= 0 and var at)
            {
                // "on a sunny day" becomes "on a rainy day".
                return phrase[^1] is "day" && phrase.Length == 4 ? caption.Replace(at + 2, at + 3, Adjective) : caption.Replace(at, at + phrase.Length, Phrase.Split(' '));
            }
        }

        // "in the daytime", "on a rainy day"
        for (var at = 0; at + 1 < caption.End; at++)
        {
            if (caption.Words[at] is "in" or "at" or "on" or "during" && NounFinder.At(caption.Words, at + 1) is { } noun && Read(new Text.Phrase(caption.Words[(at + 1)..noun.End]))?.Group == Group)
            {
                return caption.Words[noun.End - 1] is "day" && noun.End - 2 > at
                    ? caption.Replace(noun.End - 2, noun.End - 1, Adjective)
                    : caption.Replace(at, noun.End, Phrase.Split(' '));
            }
        }

        foreach (var other in All.Where(other => other.Group == Group && other.Adjective != Adjective))
        {
            if (IndexOf(caption.Words, [other.Adjective]) is >= 0 and var at)
            {
                return caption.Replace(at, at + 1, Adjective);
            }
        }

        return caption.Append(Phrase.Split(' '));
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
