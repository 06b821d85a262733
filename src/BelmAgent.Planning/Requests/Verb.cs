namespace BelmAgent.Planning.Requests;

/// <summary>The meaning of a request's verb.</summary>
internal enum Verb
{
    /// <summary>No verb: the words themselves are the wish.</summary>
    None,

    /// <summary>make, turn, paint …</summary>
    Become,

    /// <summary>change, switch: "to" another state or thing, or "with" another thing.</summary>
    Change,

    /// <summary>replace, swap …</summary>
    Replace,

    /// <summary>add, insert, give …</summary>
    Add,

    /// <summary>remove, delete, get rid of …</summary>
    Remove,

    /// <summary>put, place, move …</summary>
    Put,

    /// <summary>open, close, freeze …: the verb itself implies the result.</summary>
    State,

    /// <summary>keep, leave …: nothing to do.</summary>
    Keep,
}
