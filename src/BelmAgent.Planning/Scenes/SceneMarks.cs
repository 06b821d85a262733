namespace BelmAgent.Planning.Scenes;

/// <summary>What words say besides naming terms.</summary>
[Flags]
internal enum SceneMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>All that fit: "both", "all".</summary>
    All = 1,

    /// <summary>Some object: "the one", "the thing".</summary>
    Generic = 2,

    /// <summary>The picture as a whole.</summary>
    Whole = 4,

    /// <summary>The sky as such.</summary>
    Sky = 8,

    /// <summary>The ground as such.</summary>
    Ground = 16,
}
