namespace BelmAgent.Planning.Requests;

/// <summary>The word between a subject and its result.</summary>
internal enum ResultLink
{
    /// <summary>No distinguishing word: "make the sea rough", "make the dog a cat".</summary>
    None,

    /// <summary>"to": "change the dog to a cat", "change the grey to blue".</summary>
    To,

    /// <summary>"into": always another thing.</summary>
    Into,

    /// <summary>"with", "for", and "replace" with any: another thing replaces the first, which is not a style of it.</summary>
    With,
}
