using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>One part of a scene, with its canonical words.</summary>
internal abstract record ScenePart
{
    private ScenePart()
    {
    }

    /// <summary>Gets the canonical words.</summary>
    public abstract string Phrase { get; }

    /// <summary>An object; colour and slot are null if the caption does not give them.</summary>
    public sealed record Thing(SceneTerm Kind, SceneTerm? Color, SceneTerm? Slot) : ScenePart
    {
        /// <summary>Gets the object before the request; null if it has not changed.</summary>
        public Thing? Was { get; init; }

        /// <summary>Gets its expression or pose; null if the caption does not give it.</summary>
        public SceneTerm? Look { get; init; }

        /// <summary>Gets its size; null if the caption does not give it.</summary>
        public SceneTerm? Size { get; init; }

        /// <summary>Gets whether it stands on top of the object that follows, whose slot it has.</summary>
        public bool Rides { get; init; }

        /// <summary>Gets the words of the sky if it is there; null if not.</summary>
        public string? InSky { get; init; }

        /// <summary>Gets whether it stands on the ground, alone in its slot.</summary>
        public bool Stands => !Rides && InSky is null;

        /// <inheritdoc/>
        public override string Phrase => $"{Article.For(Name)} {Name}{Suffix}";

        /// <summary>Gets the same without its place.</summary>
        public string PhraseAlone => $"{Article.For(Name)} {Name}";

        /// <summary>Gets "the red car on the left".</summary>
        public string Definite => $"the {Name}{Suffix}";

        /// <summary>Gets "red car".</summary>
        public string Name => string.Join(' ', new[] { Size?.Phrase, Look?.Phrase, Color?.Phrase, Kind.Phrase }.Where(word => word?.Length > 0));

        private string Suffix => Rides ? "" : $"{(InSky is null ? "" : $" {InSky}")}{(Slot is null ? "" : $" {Slot.Phrase}")}";
    }

    /// <summary>The ground under the objects.</summary>
    public sealed record Ground(SceneTerm Term) : ScenePart
    {
        /// <inheritdoc/>
        public override string Phrase => Term.Phrase;
    }

    /// <summary>The sky.</summary>
    public sealed record Sky(SceneTerm Term) : ScenePart
    {
        /// <inheritdoc/>
        public override string Phrase => Term.Phrase;
    }

    /// <summary>The object in the sky.</summary>
    public sealed record Extra(SceneTerm Term) : ScenePart
    {
        /// <inheritdoc/>
        public override string Phrase => Term.Phrase;
    }

    /// <summary>The weather.</summary>
    public sealed record Weather(SceneTerm Term) : ScenePart
    {
        /// <inheritdoc/>
        public override string Phrase => Term.Phrase;
    }

    /// <summary>The style, in front of everything else: "a line drawing", which "of" follows.</summary>
    public sealed record Style(SceneTerm Term) : ScenePart
    {
        /// <inheritdoc/>
        public override string Phrase => Term.Phrase.Length == 0 ? "" : $"{Article.For(Term.Phrase)} {Term.Phrase}";
    }
}

/// <summary>A part of a scene with its words in a caption; canonical if they are null.</summary>
/// <param name="Part">The part.</param>
/// <param name="Words">Its words in the caption.</param>
/// <param name="Lead">The text that joins it to the previous segment.</param>
internal sealed record SceneSegment(ScenePart Part, string? Words = null, string? Lead = null);
