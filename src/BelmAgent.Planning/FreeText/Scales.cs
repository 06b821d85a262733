using System.Collections.Frozen;

namespace BelmAgent.Planning.FreeText;

/// <summary>Sets of mutually exclusive adjectives: a new one replaces the old one.</summary>
internal static class Scales
{
    private static readonly FrozenSet<string>[] All =
    [
        Of("big large huge giant gigantic enormous massive small little tiny miniature medium"),
        Of("old elderly new young middle-aged modern ancient aged vintage"),
        Of("dark bright dim light gloomy glowing"),
        Of("calm peaceful quiet rough stormy wild turbulent wavy raging choppy"),
        Of("long short medium-length shoulder-length"),
        Of("tall short"),
        Of("happy sad angry unhappy excited neutral calm smiling crying laughing frowning cheerful scared surprised serious grumpy sleepy joyful furious upset"),
        Of("open closed opened shut half-open"),
        Of("wet dry soaked"),
        Of("full empty"),
        Of("full crescent half"),
        Of("hot cold frozen warm cool icy"),
        Of("clean dirty muddy dusty bloody stained"),
        Of("fat thin slim skinny chubby obese muscular"),
        Of("round square rectangular triangular circular oval heart-shaped star-shaped hexagonal cubic spherical"),
        Of("straight curly wavy braided"),
        Of("blooming withered wilted budding fresh dead dried blossoming withering bare leafless"),
        Of("lush green withered bare leafless"),
        Of("ripe unripe rotten"),
        Of("raw cooked burnt"),
        Of("whole sliced peeled chopped"),
        Of("broken intact cracked"),
        Of("lit unlit burning melted"),
        Of("thick thin"),
        Of("wide narrow"),
        Of("deep shallow"),
        Of("high low"),
        Of("floppy pointed pricked"),
        Of("single double one two three four five six seven eight nine ten many several"),
        Of("beautiful pretty ugly cute scary terrifying"),
        Of("real realistic fake cartoon"),
        Of("front side back rear aerial profile"),
        Of("left right up down forward backward sideways"),
        Of("snowy rainy sunny cloudy foggy stormy overcast clear starry misty windy blue gray grey"),
        Of("sunny cloudy dark starry overcast sunset"),
        Of("day night sunset sunrise dusk dawn morning evening"),
        Of("spring summer autumn winter"),
        Of("peaceful busy crowded empty deserted"),
        Of("paved dirt muddy snowy"),
        Of("tidy messy neat"),
        Of("rusty shiny polished"),
        Of("loose tight"),
        Of("raised lowered crossed folded spread outstretched stretched bent closed up down"),
        Of("smooth rough wrinkled bumpy cracked"),
        Of("pale tanned sunburned"),
        Of("alive dead"),
        Of("awake asleep"),
        Of("strong weak"),
        Of("sharp blunt blurry"),
        Of("bald hairy"),
        Of("shaved shaven bearded"),
        Of("new old worn broken damaged ruined"),
        Of("transparent opaque"),
        Of("alone crowded"),
        Of("snow-capped snowless"),
        Of("striped plaid plain checkered dotted spotted floral"),
    ];

    /// <summary>Returns whether two words exclude each other, such as "long" and "short".</summary>
    public static bool Oppose(string word, string other) => All.Any(scale => scale.Contains(Plain(word)) && scale.Contains(Plain(other)));

    /// <summary>Returns whether a word is on some scale.</summary>
    public static bool Has(string word) => All.Any(scale => scale.Contains(word));

    /// <summary>Returns the base form of a comparative on some scale ("shorter" gives "short"); otherwise the word itself.</summary>
    public static string Plain(string word)
    {
        if (!word.EndsWith("er", StringComparison.OrdinalIgnoreCase) || word.Length < 5 || Has(word))
        {
            return word;
        }

        var stem = word[..^2];
        string[] forms = [stem, stem + "e", stem.EndsWith('i') ? stem[..^1] + "y" : stem, stem[^1] == stem[^2] ? stem[..^1] : stem];
        return Array.Find(forms, Has) ?? word;
    }

    private static FrozenSet<string> Of(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
