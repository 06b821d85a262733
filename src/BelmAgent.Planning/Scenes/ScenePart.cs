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

        /// <inheritdoc/>
        public override string Phrase => $"{Article.For(Name)} {Name}{Suffix}";

        /// <summary>Gets "the red car on the left".</summary>
        public string Definite => $"the {Name}{Suffix}";

        /// <summary>Gets "red car".</summary>
        public string Name => Color is null ? Kind.Phrase : $"{Color.Phrase} {Kind.Phrase}";

        private string Suffix => Slot is null ? "" : $" {Slot.Phrase}";
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
}

/// <summary>A part of a scene with its words in a caption; canonical if they are null.</summary>
/// <param name="Part">The part.</param>
/// <param name="Words">Its words in the caption.</param>
/// <param name="Lead">The text that joins it to the previous segment.</param>
internal sealed record SceneSegment(ScenePart Part, string? Words = null, string? Lead = null);
