using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Doctor;

/// <summary>The state of a finding.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FindingState>))]
internal enum FindingState
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>The app works without it.</summary>
    Note,

    /// <summary>The app cannot work until this is fixed.</summary>
    Fault,
}
