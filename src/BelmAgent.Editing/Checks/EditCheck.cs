using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>What is found in an edited picture: what was asked, what else changed, and whether it is sound.</summary>
public sealed record EditCheck
{
    /// <summary>Gets whether the picture shows what was asked, false when not, null when nothing here can tell.</summary>
    [JsonPropertyName("passed")]
    public bool? Passed { get; init; }

    /// <summary>Gets the target prompt.</summary>
    [JsonPropertyName("expected")]
    public required string Expected { get; init; }

    /// <summary>What is seen in the picture; null when nothing here can tell.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets who looked: <c>describer</c>, <c>clip</c>, <c>vision</c>; null when nobody could tell.</summary>
    [JsonPropertyName("by")]
    public string? By { get; init; }

    /// <summary>Gets the attributes that changed although they were not asked for.</summary>
    [JsonPropertyName("collateral")]
    public IReadOnlyList<string> Collateral { get; init; } = [];

    /// <summary>
    /// Gets how much noise the image model sees in the finished picture, over what it sees in the source: about 1 for a sound one,
    /// above <see cref="MostNoise"/> for one with blotches, grids or smears. Null: not measured.
    /// </summary>
    [JsonPropertyName("noise_ratio")]
    public double? NoiseRatio { get; init; }

    /// <summary>What is wrong with the picture, the gravest first; <see cref="EditFault.None"/> for a good one.</summary>
    [JsonPropertyName("fault")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
    public EditFault Fault { get; init; }

    /// <summary>The largest <see cref="NoiseRatio"/> of a sound picture.</summary>
    /// <remarks>On ToyTown, sound edits reach 2.2 and edits with artefacts begin at 2.5 (docs/decisions/0011).</remarks>
    public const double MostNoise = 2.5;
}

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
