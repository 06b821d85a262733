using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Attempts;

/// <summary>What is wrong with an edited picture.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
public enum EditFault
{
    /// <summary>Nothing that could be found.</summary>
    None,

    /// <summary>The picture is broken, whatever it shows: the image model sees much more noise in it than in the source.</summary>
    Damaged,

    /// <summary>It shows no change to speak of.</summary>
    Unchanged,

    /// <summary>It changed, but does not show what was asked.</summary>
    NotSeen,

    /// <summary>It shows what was asked, but something else changed too.</summary>
    Collateral,
}
