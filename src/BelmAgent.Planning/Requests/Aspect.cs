namespace BelmAgent.Planning.Requests;

/// <summary>The aspect of a thing that a request changes: "the colour of the car", "the dog's pose".</summary>
internal enum Aspect
{
    /// <summary>No aspect: the thing itself.</summary>
    None,

    /// <summary>Colour.</summary>
    Color,

    /// <summary>Material, texture.</summary>
    Material,

    /// <summary>Pose, action, movement.</summary>
    Pose,

    /// <summary>Shape, size, expression, number, age and others expressed by an adjective.</summary>
    State,

    /// <summary>Style of the picture.</summary>
    Style,
}
