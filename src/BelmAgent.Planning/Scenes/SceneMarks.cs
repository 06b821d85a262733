namespace BelmAgent.Planning.Scenes;

/// <summary>The meaning of words besides naming terms.</summary>
[Flags]
internal enum SceneMarks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>All matching objects: "both", "all".</summary>
    All = 1,

    /// <summary>Any object: "the one", "the thing".</summary>
    Generic = 2,

    /// <summary>The picture as a whole.</summary>
    Whole = 4,

    /// <summary>The sky in general.</summary>
    Sky = 8,

    /// <summary>The ground in general.</summary>
    Ground = 16,
}
