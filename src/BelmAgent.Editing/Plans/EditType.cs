using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>What kind of change an edit makes: the ten kinds of PIE-Bench, under its numbers.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditType>))]
public enum EditType
{
    /// <summary>Several kinds at once, or none of the others.</summary>
    Random = 0,

    /// <summary>One object becomes another: "turn the cat into a dog".</summary>
    ChangeObject = 1,

    /// <summary>Something appears that was not there.</summary>
    AddObject = 2,

    /// <summary>Something goes away.</summary>
    DeleteObject = 3,

    /// <summary>A part or state of an object changes: "open its eyes".</summary>
    ChangeContent = 4,

    /// <summary>An object moves or takes another pose.</summary>
    ChangePose = 5,

    /// <summary>An object takes another colour.</summary>
    ChangeColor = 6,

    /// <summary>An object is made of another material.</summary>
    ChangeMaterial = 7,

    /// <summary>What is behind or under the objects changes: sky, ground, weather, season, place.</summary>
    ChangeBackground = 8,

    /// <summary>The whole picture takes another style: "as a watercolour".</summary>
    ChangeStyle = 9,
}
