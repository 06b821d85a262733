using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>The check of an edited picture: whether it shows what was requested, what else changed, and whether it is sound.</summary>
public sealed record EditCheck
{
    /// <summary>Gets whether the picture shows what was requested; null if this cannot be determined.</summary>
    [JsonPropertyName("passed")]
    public bool? Passed { get; init; }

    /// <summary>Gets the target prompt.</summary>
    [JsonPropertyName("expected")]
    public required string Expected { get; init; }

    /// <summary>Gets what is seen in the picture; null if this cannot be determined.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets who checked: <c>describer</c>, <c>clip</c>, <c>vision</c>; null if none could.</summary>
    [JsonPropertyName("by")]
    public string? By { get; init; }

    /// <summary>Gets the attributes that changed without being requested.</summary>
    [JsonPropertyName("collateral")]
    public IReadOnlyList<string> Collateral { get; init; } = [];

    /// <summary>
    /// Gets the ratio of the noise that the image model sees in the finished picture to that in the source: about 1 for a sound one,
    /// above <see cref="MaxNoise"/> for one with blotches, grids or smears. Null: not measured.
    /// </summary>
    [JsonPropertyName("noise_ratio")]
    public double? NoiseRatio { get; init; }

    /// <summary>Gets the most serious fault of the picture; <see cref="EditFault.None"/> for a good one.</summary>
    [JsonPropertyName("fault")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
    public EditFault Fault { get; init; }

    /// <summary>The largest <see cref="NoiseRatio"/> of a sound picture.</summary>
    /// <remarks>On ToyTown, sound edits reach 2.2 and edits with artefacts start at 2.5 (docs/decisions/0011).</remarks>
    public const double MaxNoise = 2.5;
}

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
