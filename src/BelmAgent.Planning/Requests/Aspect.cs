namespace BelmAgent.Planning.Requests;

/// <summary>Which side of a thing a request says to change: "the colour of the car", "the dog's pose".</summary>
internal enum Aspect
{
    /// <summary>None is named: the thing itself.</summary>
    None,

    /// <summary>colour.</summary>
    Color,

    /// <summary>material, texture.</summary>
    Material,

    /// <summary>pose, action, movement.</summary>
    Pose,

    /// <summary>shape, size, expression, number, age and others that an adjective says.</summary>
    State,

    /// <summary>style of the picture.</summary>
    Style,
}
