namespace BelmAgent.Planning.Requests;

/// <summary>What stands between a subject and what it becomes.</summary>
internal enum ResultLink
{
    /// <summary>Nothing that tells: "make the sea rough", "make the dog a cat".</summary>
    None,

    /// <summary>"to": "change the dog to a cat", "change the grey to blue".</summary>
    To,

    /// <summary>"into": always another thing.</summary>
    Into,

    /// <summary>"with", "for", and "replace" with any: another thing in the place of the first, which is no style of it.</summary>
    With,
}
