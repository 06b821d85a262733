using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Vision;

/// <summary>A describer's <c>labels.json</c>.</summary>
internal sealed record SceneFile
{
    [JsonPropertyName("heads")]
    public required IReadOnlyList<HeadEntry> Heads { get; init; }

    [JsonPropertyName("caption")]
    public required SceneRules Caption { get; init; }

    internal sealed record HeadEntry
    {
        [JsonPropertyName("name")]
        public required string Name { get; init; }

        [JsonPropertyName("labels")]
        public required IReadOnlyList<string> Labels { get; init; }
    }
}

/// <summary>How labels become a canonical caption.</summary>
internal sealed record SceneRules
{
    /// <summary>Gets the parts of a caption in order: heads, and <c>objects</c> for everything that stands somewhere.</summary>
    [JsonPropertyName("template")]
    public required IReadOnlyList<string> Template { get; init; }

    [JsonPropertyName("joiner")]
    public required string Joiner { get; init; }

    [JsonPropertyName("object")]
    public required ObjectRules Object { get; init; }

    /// <summary>Gets the words of each place: those of <see cref="ObjectRules.Order"/>, and <c>on</c> and <c>sky</c> if there are such heads.</summary>
    [JsonPropertyName("position")]
    public required IReadOnlyDictionary<string, string> Position { get; init; }

    /// <summary>Gets the words of each head's labels. Empty words: the caption does not say it.</summary>
    [JsonPropertyName("phrases")]
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Phrases { get; init; }

    /// <summary>Gets the labels that follow from another head's label, so that the caption does not say them: where it is always night.</summary>
    [JsonPropertyName("implied")]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Implied { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>();

    [JsonPropertyName("style")]
    public StyleRules? Style { get; init; }

    [JsonPropertyName("world")]
    public WorldRules World { get; init; } = new();

    /// <summary>The words of one object, and of several.</summary>
    internal sealed record ObjectRules
    {
        [JsonPropertyName("order")]
        public required IReadOnlyList<string> Order { get; init; }

        [JsonPropertyName("template")]
        public required string Template { get; init; }

        [JsonPropertyName("joiner")]
        public required string Joiner { get; init; }

        /// <summary>Gets what separates three objects or more, but for the last. Null: the joiner.</summary>
        [JsonPropertyName("separator")]
        public string? Separator { get; init; }

        /// <summary>Gets the words between a thing and what carries it; null if nothing carries another.</summary>
        [JsonPropertyName("on")]
        public string? On { get; init; }

        /// <summary>Gets the words of a place where a single object stands, in place of <see cref="Position"/>.</summary>
        [JsonPropertyName("alone")]
        public IReadOnlyDictionary<string, string> Alone { get; init; } = new Dictionary<string, string>();

        [JsonPropertyName("article")]
        public required ArticleRules Article { get; init; }

        /// <summary>Gets the words of a trait's labels where they are not the label itself.</summary>
        [JsonPropertyName("words")]
        public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words { get; init; } =
            new Dictionary<string, IReadOnlyDictionary<string, string>>();
    }

    internal sealed record ArticleRules
    {
        [JsonPropertyName("default")]
        public required string Default { get; init; }

        [JsonPropertyName("before_vowel")]
        public required string BeforeVowel { get; init; }

        public string For(string words) => words is ['a' or 'e' or 'i' or 'o' or 'u', ..] ? BeforeVowel : Default;
    }

    /// <summary>The words of the head <c>style</c>, around the whole caption.</summary>
    internal sealed record StyleRules
    {
        [JsonPropertyName("template")]
        public required string Template { get; init; }

        [JsonPropertyName("words")]
        public required IReadOnlyDictionary<string, string> Words { get; init; }

        /// <summary>Gets how well the autoencoder gives a style's pictures back at least, in dB, where that is less than usual.</summary>
        [JsonPropertyName("min_psnr")]
        public IReadOnlyDictionary<string, double> MinPsnr { get; init; } = new Dictionary<string, double>();

        /// <summary>Gets the styles that show no colours.</summary>
        [JsonPropertyName("colorless")]
        public IReadOnlyList<string> Colorless { get; init; } = [];
    }

    /// <summary>The rules of a model's world.</summary>
    internal sealed record WorldRules
    {
        /// <summary>Gets the colour that a kind has when nothing else is said.</summary>
        [JsonPropertyName("own_color")]
        public IReadOnlyDictionary<string, string> OwnColor { get; init; } = new Dictionary<string, string>();

        /// <summary>Gets the looks of the kinds that have several.</summary>
        [JsonPropertyName("looks")]
        public IReadOnlyDictionary<string, IReadOnlyList<string>> Looks { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

        /// <summary>Gets the kinds on which something may stand.</summary>
        [JsonPropertyName("carriers")]
        public IReadOnlyList<string> Carriers { get; init; } = [];
    }
}
