using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Doctor;

/// <summary>How a thing stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FindingState>))]
internal enum FindingState
{
    /// <summary>Good.</summary>
    Ok,

    /// <summary>The app works without it.</summary>
    Note,

    /// <summary>The app cannot work until this is mended.</summary>
    Fault,
}
