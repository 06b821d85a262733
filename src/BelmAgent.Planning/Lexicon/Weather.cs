using System.Collections.Immutable;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Lexicon;

/// <summary>A time of day, a season or a weather, and its wording in a caption.</summary>
/// <param name="Group">The group of mutually exclusive values.</param>
/// <param name="Phrase">At the end of a caption: "at night".</param>
/// <param name="Adjective">Before a noun: "sunny".</param>
/// <param name="Names">Its names in requests.</param>
internal sealed record Weather(string Group, string Phrase, string Adjective, params ImmutableArray<string> Names)
{
    public static readonly ImmutableArray<Weather> All =
    [
        new("time", "at night", "night", "night", "nighttime", "starry night"),
        new("time", "at midnight", "midnight", "midnight"),
        new("time", "at noon", "noon", "noon", "midday"),
        new("time", "at sunset", "sunset", "sunset", "sundown"),
        new("time", "at golden hour", "golden-hour", "golden hour"),
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
        new("weather", "in the rain", "rainy", "rain", "rainy", "raining", "heavy rain", "pouring rain", "raining hard", "pouring"),
        new("weather", "in the snow", "snowy", "snow", "snowy", "snowing", "heavy snow"),
        new("weather", "in the fog", "foggy", "fog", "foggy", "misty", "mist", "dense fog"),
        new("weather", "in a storm", "stormy", "storm", "stormy", "thunderstorm"),
        new("weather", "on a sunny day", "sunny", "sunny", "sun", "sunshine", "bright day"),
        new("weather", "on a cloudy day", "cloudy", "cloudy", "overcast"),
    ];

    /// <summary>Reads "a snowy day", "night", "sunset".</summary>
    public static Weather? Read(Phrase words)
    {
        string[] said = [.. words.Words.Where(word => !WordClass.Determiners.Contains(word) && !WordClass.Prepositions.Contains(word) && word is not ("sky" or "time" or "weather" or "vibe" or "vibes" or "mood" or "atmosphere" or "feel" or "light" or "lighting" or "early" or "late"))];
        var name = string.Join(' ', said.Length > 1 && said[^1] is "day" or "scene" ? said[..^1] : said);
        return Named(name) ?? (said is [var first, var second] && Named(second) is { Group: "time" } time && Named(first) is { Group: not "time" } kind
            ? new Weather("time", $"on {Article.For(kind.Adjective)} {kind.Adjective} {time.Adjective}", time.Adjective)
            : null);
    }

    private static Weather? Named(string name) => All.FirstOrDefault(weather => weather.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
