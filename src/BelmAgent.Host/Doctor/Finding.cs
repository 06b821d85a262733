using System.Text.Json.Serialization;

namespace BelmAgent.Host.Doctor;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What was seen; of a fault, with the remedy.</param>
internal sealed record Finding(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("state")] FindingState State,
    [property: JsonPropertyName("detail")] string Detail);
