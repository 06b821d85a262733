using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Doctor;

/// <summary>Examines one aspect of the machine. Faults are findings, not exceptions.</summary>
internal interface IExamination
{
    IAsyncEnumerable<Finding> LookAsync(CancellationToken cancellationToken);
}

/// <summary>A finding of the doctor.</summary>
/// <param name="Name">The subject.</param>
/// <param name="State">Its state.</param>
/// <param name="Detail">The details; for a fault, with the remedy.</param>
internal sealed record Finding(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("state")] FindingState State,
    [property: JsonPropertyName("detail")] string Detail);

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
