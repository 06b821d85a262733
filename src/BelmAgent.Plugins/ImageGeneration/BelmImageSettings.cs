using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.ImageGeneration;

/// <summary>
/// Settings that Microsoft.Extensions.AI's options do not have. Put it under <see cref="Key"/> in the additional properties of the
/// options.
/// </summary>
public sealed record BelmImageSettings
{
    /// <summary>The key of the settings in <c>ImageGenerationOptions.AdditionalProperties</c>.</summary>
    public const string Key = "belm";

    /// <summary>Gets what the original shows. Null: what the model's describer sees.</summary>
    public string? Caption { get; init; }

    /// <summary>Gets what the edited picture should show, to edit without the planner. Null: the planner decides.</summary>
    public string? TargetPrompt { get; init; }

    /// <summary>Gets a picture of the original's size, white where it may change. Null: none.</summary>
    public DataContent? Mask { get; init; }

    /// <summary>Gets the seed of a new picture's noise; each further picture takes the next one. Null: random. Edits use no randomness.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the number of steps N, 2 to 1000. Null: as configured.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance w, 1 to 30. Null: as configured.</summary>
    public double? Guidance { get; init; }

    /// <summary>Gets how far an original may change, above 0 and at most 1. Null: as configured.</summary>
    public double? Strength { get; init; }
}
