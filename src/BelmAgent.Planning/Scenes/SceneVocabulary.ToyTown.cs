namespace BelmAgent.Planning.Scenes;

public sealed partial class SceneVocabulary
{
    /// <summary>Gets the vocabulary of ToyTown, the smaller embedded model.</summary>
    public static SceneVocabulary ToyTown { get; } = new()
    {
        Objects =
        [
            new("house", "house", "home", "cottage", "building", "hut"),
            new("tree", "tree"),
            new("car", "car", "automobile", "auto"),
            new("boat", "boat", "ship", "sailboat", "sailing boat"),
            new("ball", "ball"),
            new("cat", "cat", "kitten", "kitty"),
        ],
        Colors =
        [
            new("red", "red", "scarlet", "crimson"),
            new("blue", "blue"),
            new("green", "green"),
            new("yellow", "yellow"),
            new("purple", "purple", "violet"),
            new("white", "white"),
        ],
        Slots =
        [
            new("left", "on the left", "left side", "left hand side", "leftmost"),
            new("center", "in the center", "centre", "middle"),
            new("right", "on the right", "right side", "right hand side", "rightmost"),
        ],
        Grounds =
        [
            new("grass", "on grass", "lawn", "meadow", "grassy"),
            new("sand", "on sand", "beach", "desert", "sandy"),
            new("snow", "on snow", "snowy", "winter"),
            new("water", "on water", "sea", "lake", "ocean", "river"),
        ],
        Skies =
        [
            new("day", "under a blue sky", "clear", "daytime", "daylight", "blue sky", "clear day"),
            new("sunset", "under a sunset sky", "dusk", "sundown", "evening", "red sky", "orange sky", "pink sky"),
            new("night", "under a night sky", "starry", "nighttime", "dark", "night-time", "midnight", "black sky", "starry night"),
            new("overcast", "under an overcast sky", "cloudy", "grey sky", "gray sky", "overcast day", "cloudy day", "grey day", "gray day"),
        ],
        Extras =
        [
            new("sun", "with a sun"),
            new("moon", "with a moon"),
            new("cloud", "with a cloud"),
        ],
        ExtrasOfSky = new Dictionary<string, IReadOnlyList<string>>
        {
            ["day"] = ["sun", "cloud"],
            ["sunset"] = ["sun"],
            ["night"] = ["moon"],
            ["overcast"] = ["cloud"],
        },
        Idioms = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["sunny"] = ["day", "sun"],
            ["sunny day"] = ["day", "sun"],
            ["moonlit"] = ["night", "moon"],
        },
    };
}
