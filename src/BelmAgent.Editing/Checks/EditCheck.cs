using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>The check of an edited picture: whether it shows what was requested, what else changed, and whether it is sound.</summary>
public sealed record EditCheck
{
    /// <summary>Gets the outcome, which follows from <see cref="Fault"/>, <see cref="ShowsRequest"/> and <see cref="Changes"/>.</summary>
    [JsonPropertyName("result")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditOutcome>))]
    public EditOutcome Result => this switch
    {
        { Fault: EditFault.Damaged or EditFault.Unchanged or EditFault.NotSeen } or { ShowsRequest: false } => EditOutcome.Failed,
        { ShowsRequest: null } => EditOutcome.NotChecked,
        { Fault: EditFault.Collateral } or { Changes.Count: > 0 } => EditOutcome.PassedWithChanges,
        _ => EditOutcome.Passed,
    };

    /// <summary>Gets whether everything that was requested is seen in the picture; null if this cannot be determined.</summary>
    [JsonPropertyName("shows_request")]
    public bool? ShowsRequest { get; init; }

    /// <summary>Gets the target prompt: what the picture should show.</summary>
    [JsonPropertyName("expected")]
    public required string Expected { get; init; }

    /// <summary>Gets what is seen in the picture; null if nothing could describe it.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets who checked: <c>describer</c>, <c>clip</c>, <c>vision</c>; null if none could.</summary>
    [JsonPropertyName("by")]
    public string? By { get; init; }

    /// <summary>Gets the reason for the verdict in words, such as CLIP's scores; null if <see cref="Seen"/> says all.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>
    /// Gets what changed without being requested, as clauses such as <c>a white cat on the right was added</c>; empty if the rest was
    /// looked at and is as it was. Null: nothing could look at the rest.
    /// </summary>
    [JsonPropertyName("changes")]
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>
    /// Gets the ratio of the noise that the image model sees in the finished picture to that in the source: about 1 for a sound one,
    /// above <see cref="MaxNoise"/> for one with blotches, grids or smears. Null: not measured.
    /// </summary>
    [JsonPropertyName("noise_ratio")]
    public double? NoiseRatio { get; init; }

    /// <summary>
    /// Gets the probability that a user would call the picture damaged, 0 to 1, from its noise and its edges beside the source's; damaged
    /// above <see cref="MaxDamage"/>. Null: not measured, since it is known for pictures of the describer's world alone.
    /// </summary>
    [JsonPropertyName("damage")]
    public double? Damage { get; init; }

    /// <summary>Gets the most serious fault of the picture; <see cref="EditFault.None"/> for a good one.</summary>
    [JsonPropertyName("fault")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
    public EditFault Fault { get; init; }

    /// <summary>The largest <see cref="NoiseRatio"/> of a sound picture.</summary>
    /// <remarks>On ToyTown, sound edits reach 2.2 and edits with artefacts start at 2.5 (docs/decisions/0011). Another style has other noise: there twice as much is sound.</remarks>
    public const double MaxNoise = 2.5;

    /// <summary>The largest <see cref="Damage"/> of a sound picture.</summary>
    /// <remarks>One in twenty of the sound pictures of the tuning half of <c>bench/soundness</c> lies above it.</remarks>
    public const double MaxDamage = 0.55;
}

/// <summary>The outcome of an edit.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditOutcome>))]
public enum EditOutcome
{
    /// <summary>Nothing on this machine could tell whether the picture shows what was requested.</summary>
    NotChecked,

    /// <summary>Everything requested is seen, nothing else is seen to have changed, and the picture is sound.</summary>
    Passed,

    /// <summary>Everything requested is seen and the picture is sound, but something else changed too.</summary>
    PassedWithChanges,

    /// <summary>Something requested is not seen, hardly anything changed, or the picture is damaged.</summary>
    Failed,
}

/// <summary>A fault of an edited picture.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
public enum EditFault
{
    /// <summary>No fault was found.</summary>
    None,

    /// <summary>The picture is broken, whatever it shows: it is much noisier than the source, or its edges are smeared or left over.</summary>
    Damaged,

    /// <summary>It hardly changed.</summary>
    Unchanged,

    /// <summary>It changed, but does not show what was requested.</summary>
    NotSeen,

    /// <summary>It shows what was requested as far as can be told, but something else changed too.</summary>
    Collateral,
}
