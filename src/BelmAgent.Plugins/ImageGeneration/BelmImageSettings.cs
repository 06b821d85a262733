using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.ImageGeneration;

/// <summary>
/// What Microsoft.Extensions.AI's options have no place for. Put it under <see cref="Key"/> into the options' additional properties.
/// </summary>
public sealed record BelmImageSettings
{
    /// <summary>Key of the settings in <c>ImageGenerationOptions.AdditionalProperties</c>.</summary>
    public const string Key = "belm";

    /// <summary>What the original shows. Null: what the model's describer sees.</summary>
    public string? Caption { get; init; }

    /// <summary>What the edited picture should show, to edit without the planner. Null: the planner finds it.</summary>
    public string? TargetPrompt { get; init; }

    /// <summary>Gets a picture of the original's size, white where it may change. Null: none.</summary>
    public DataContent? Mask { get; init; }

    /// <summary>Gets the seed of a new picture's noise; each further picture takes the next. Null: drawn at random. Edits draw nothing.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the steps N, 2 to 1000. Null: as configured.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance w, 1 to 30. Null: as configured.</summary>
    public double? Guidance { get; init; }

    /// <summary>Gets how far an original may change, above 0 and at most 1. Null: as configured.</summary>
    public double? Strength { get; init; }
}
