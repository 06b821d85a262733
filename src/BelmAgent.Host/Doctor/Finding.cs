using System.Text.Json.Serialization;

namespace BelmAgent.Host.Doctor;

/// <summary>A finding of the doctor.</summary>
/// <param name="Name">The subject.</param>
/// <param name="State">Its state.</param>
/// <param name="Detail">The details; for a fault, with the remedy.</param>
internal sealed record Finding(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("state")] FindingState State,
    [property: JsonPropertyName("detail")] string Detail);
