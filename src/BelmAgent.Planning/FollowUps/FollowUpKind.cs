namespace BelmAgent.Planning.FollowUps;

/// <summary>Specifies how words refer to earlier turns.</summary>
internal enum FollowUpKind
{
    /// <summary>They do not refer to earlier turns.</summary>
    None,

    /// <summary>"no, the other one": the last edit was meant for something else.</summary>
    Correction,

    /// <summary>"more", "stronger", "not enough".</summary>
    More,

    /// <summary>"less", "weaker", "too much".</summary>
    Less,

    /// <summary>"again", "the same for the tree".</summary>
    Repetition,
}
