using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>One thing that a request asks for, in the person's words, before it is placed in a caption.</summary>
internal abstract record Change
{
    private Change()
    {
    }

    /// <summary>Something takes another colour, kind, state or place: "make the car blue", "replace the dog with a cat".</summary>
    /// <param name="Subject">What changes; empty when the request names only the result ("night, please").</param>
    /// <param name="Result">What it becomes.</param>
    /// <param name="From">What it was, where the request says so: "change the sky from sunny to cloudy".</param>
    /// <param name="Link">The word between them, which tells a thing from a state.</param>
    public sealed record Become(Phrase Subject, Phrase Result, Phrase? From = null, ResultLink Link = ResultLink.None) : Change
    {
        /// <summary>Gets which side of the subject changes, where the request says so.</summary>
        public Aspect Aspect { get; init; }
    }

    /// <summary>Something appears.</summary>
    /// <param name="What">The new thing.</param>
    /// <param name="Where">Its place with the preposition, or what it belongs to; null when left open.</param>
    public sealed record Add(Phrase What, Phrase? Where) : Change;

    /// <summary>Something goes away.</summary>
    /// <param name="What">The thing.</param>
    public sealed record Remove(Phrase What) : Change;

    /// <summary>Something that is there goes elsewhere: "put it on snow", "move the car to the right".</summary>
    /// <param name="What">The thing.</param>
    /// <param name="Where">Its new place, with the preposition.</param>
    public sealed record Move(Phrase What, Phrase Where) : Change;
}
