using BelmAgent.Editing.Plans;

namespace BelmAgent.Workflows.Manifests;

/// <summary>A row of a manifest as it was read: its values, or why it cannot be used.</summary>
/// <param name="Number">The row's number, from 1; a CSV's header does not count.</param>
internal sealed record ManifestRow(int Number)
{
    public string Image { get; init; } = "";

    public string? Request { get; init; }

    public RowSettings Settings { get; init; } = new();

    /// <summary>Gets the file for the result as the row names it; null for a name of the program's choice.</summary>
    public string? Output { get; init; }

    public IReadOnlyList<ManifestFault> Faults { get; init; } = [];
}

/// <summary>The settings of a row, besides picture and request.</summary>
internal sealed record RowSettings
{
    public string? Caption { get; init; }

    public string? TargetPrompt { get; init; }

    public string? Mask { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    public double? Strength { get; init; }

    public int? Attempts { get; init; }

    public long? Seed { get; init; }

    public int? Priority { get; init; }

    public string? Tag { get; init; }

    /// <summary>Lays the settings over a plan.</summary>
    public EditPlan Over(EditPlan plan) => (EditPlan.Open with { Steps = Steps, Guidance = Guidance, Strength = Strength, Attempts = Attempts }).Over(plan) with { Seed = Seed ?? plan.Seed };
}

/// <summary>A fault of a row.</summary>
/// <param name="Column">The column; empty for the row as a whole.</param>
/// <param name="Message">The fault with its remedy: a clause without a full stop.</param>
internal readonly record struct ManifestFault(string Column, string Message);
