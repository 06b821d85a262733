namespace BelmAgent.Planning.Scenes;

/// <summary>The role of a term in a scene.</summary>
internal enum SceneRole
{
    /// <summary>The kind of an object.</summary>
    Kind,

    /// <summary>The colour of an object.</summary>
    Color,

    /// <summary>The place of an object.</summary>
    Slot,

    /// <summary>The ground under the objects.</summary>
    Ground,

    /// <summary>The sky.</summary>
    Sky,

    /// <summary>The object in the sky.</summary>
    Extra,
}
