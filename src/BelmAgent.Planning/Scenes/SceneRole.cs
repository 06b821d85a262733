namespace BelmAgent.Planning.Scenes;

/// <summary>What a term says of a scene.</summary>
internal enum SceneRole
{
    /// <summary>What an object is.</summary>
    Kind,

    /// <summary>An object's colour.</summary>
    Color,

    /// <summary>An object's place.</summary>
    Slot,

    /// <summary>What objects stand on.</summary>
    Ground,

    /// <summary>The sky.</summary>
    Sky,

    /// <summary>What hangs in the sky.</summary>
    Extra,
}
