using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>One change that a request asks for, in the user's words, before it is applied to a caption.</summary>
internal abstract record Change
{
    private Change()
    {
    }

    /// <summary>Something gets another colour, kind, state or place: "make the car blue", "replace the dog with a cat".</summary>
    /// <param name="Subject">The thing that changes; empty if the request names only the result ("night, please").</param>
    /// <param name="Result">The result of the change.</param>
    /// <param name="From">The previous state, if the request names it: "change the sky from sunny to cloudy".</param>
    /// <param name="Link">The word between them, which distinguishes a thing from a state.</param>
    public sealed record Become(Phrase Subject, Phrase Result, Phrase? From = null, ResultLink Link = ResultLink.None) : Change
    {
        /// <summary>Gets the aspect of the subject, if the request names one.</summary>
        public Aspect Aspect { get; init; }
    }

    /// <summary>Something appears.</summary>
    /// <param name="What">The new thing.</param>
    /// <param name="Where">Its place with the preposition, or what it belongs to; null if not given.</param>
    public sealed record Add(Phrase What, Phrase? Where) : Change;

    /// <summary>Something disappears.</summary>
    /// <param name="What">The thing.</param>
    public sealed record Remove(Phrase What) : Change;

    /// <summary>Something existing moves: "put it on snow", "move the car to the right".</summary>
    /// <param name="What">The thing.</param>
    /// <param name="Where">Its new place, with the preposition.</param>
    public sealed record Move(Phrase What, Phrase Where) : Change;

    /// <summary>The number of things changes: "two more dogs", "make it four dogs".</summary>
    /// <param name="What">The things.</param>
    /// <param name="Number">The new number, or the difference.</param>
    /// <param name="IsDifference">Whether the number is a difference.</param>
    public sealed record Count(Phrase What, int Number, bool IsDifference = false) : Change;

    /// <summary>One of several things changes: "make one of the dogs black".</summary>
    /// <param name="What">The things.</param>
    /// <param name="Inner">The change of that one, whose subject is empty.</param>
    public sealed record OneOf(Phrase What, Change Inner) : Change;

    /// <summary>All else disappears: "leave only the dog".</summary>
    /// <param name="Kept">The things that stay.</param>
    public sealed record Only(IReadOnlyList<Phrase> Kept) : Change;

    /// <summary>Something says other words: "write CLOSED on the sign".</summary>
    /// <param name="Where">The thing that says them; empty if not given.</param>
    /// <param name="Text">The words.</param>
    public sealed record Write(Phrase Where, Phrase Text) : Change;
}
