using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>The kind of change that an edit makes: the ten kinds of PIE-Bench, with their numbers.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditType>))]
public enum EditType
{
    /// <summary>Several kinds at once, or none of the others.</summary>
    Random = 0,

    /// <summary>One object becomes another: "turn the cat into a dog".</summary>
    ChangeObject = 1,

    /// <summary>Something appears that was not there before.</summary>
    AddObject = 2,

    /// <summary>Something disappears.</summary>
    DeleteObject = 3,

    /// <summary>A part or state of an object changes: "open its eyes".</summary>
    ChangeContent = 4,

    /// <summary>An object moves or takes another pose.</summary>
    ChangePose = 5,

    /// <summary>An object takes another colour.</summary>
    ChangeColor = 6,

    /// <summary>An object becomes another material.</summary>
    ChangeMaterial = 7,

    /// <summary>The surroundings of the objects change: sky, ground, weather, season, place.</summary>
    ChangeBackground = 8,

    /// <summary>The whole picture takes another style: "as a watercolour".</summary>
    ChangeStyle = 9,
}
