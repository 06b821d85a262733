using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Attempts;

/// <summary>A fault of an edited picture.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
public enum EditFault
{
    /// <summary>No fault was found.</summary>
    None,

    /// <summary>The picture is broken, whatever it shows: the image model sees much more noise in it than in the source.</summary>
    Damaged,

    /// <summary>It hardly changed.</summary>
    Unchanged,

    /// <summary>It changed, but does not show what was requested.</summary>
    NotSeen,

    /// <summary>It shows what was requested, but something else changed too.</summary>
    Collateral,
}
