using System.Collections.Frozen;

namespace BelmAgent.Planning.FreeText;

/// <summary>Sets of mutually exclusive adjectives: a new one replaces the old one.</summary>
internal static class Scales
{
    private static readonly FrozenSet<string>[] All =
    [
        Parse("big large huge giant gigantic enormous massive small little tiny miniature medium"),
        Parse("old elderly new young middle-aged modern ancient aged vintage"),
        Parse("dark bright dim light gloomy glowing"),
        Parse("calm peaceful quiet rough stormy wild turbulent wavy raging choppy"),
        Parse("long short medium-length shoulder-length"),
        Parse("tall short"),
        Parse("happy sad angry unhappy excited neutral calm smiling crying laughing frowning cheerful scared surprised serious grumpy sleepy joyful furious upset"),
        Parse("open closed opened shut half-open"),
        Parse("wet dry soaked"),
        Parse("full empty"),
        Parse("full crescent half"),
        Parse("hot cold frozen warm cool icy"),
        Parse("clean dirty muddy dusty bloody stained"),
        Parse("fat thin slim skinny chubby obese muscular"),
        Parse("round square rectangular triangular circular oval heart-shaped star-shaped hexagonal cubic spherical"),
        Parse("straight curly wavy braided"),
        Parse("blooming withered wilted budding fresh dead dried blossoming withering bare leafless"),
        Parse("lush green withered bare leafless"),
        Parse("ripe unripe rotten"),
        Parse("raw cooked burnt"),
        Parse("whole sliced peeled chopped"),
        Parse("broken intact cracked"),
        Parse("lit unlit burning melted"),
        Parse("thick thin"),
        Parse("wide narrow"),
        Parse("deep shallow"),
        Parse("high low"),
        Parse("floppy pointed pricked"),
        Parse("single double one two three four five six seven eight nine ten many several"),
        Parse("beautiful pretty ugly cute scary terrifying"),
        Parse("real realistic fake cartoon"),
        Parse("front side back rear aerial profile"),
        Parse("left right up down forward backward sideways"),
        Parse("snowy rainy sunny cloudy foggy stormy overcast clear starry misty windy blue gray grey"),
        Parse("sunny cloudy dark starry overcast sunset"),
        Parse("day night sunset sunrise dusk dawn morning evening"),
        Parse("spring summer autumn winter"),
        Parse("peaceful busy crowded empty deserted"),
        Parse("paved dirt muddy snowy"),
        Parse("tidy messy neat"),
        Parse("rusty shiny polished"),
        Parse("loose tight"),
        Parse("raised lowered crossed folded spread outstretched stretched bent closed up down"),
        Parse("smooth rough wrinkled bumpy cracked"),
        Parse("pale tanned sunburned"),
        Parse("alive dead"),
        Parse("awake asleep"),
        Parse("strong weak"),
        Parse("sharp blunt blurry"),
        Parse("bald hairy"),
        Parse("shaved shaven bearded"),
        Parse("new old worn broken damaged ruined"),
        Parse("transparent opaque"),
        Parse("alone crowded"),
        Parse("snow-capped snowless"),
        Parse("striped plaid plain checkered dotted spotted floral"),
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

    private static FrozenSet<string> Parse(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
