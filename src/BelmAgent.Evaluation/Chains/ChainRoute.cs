using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Chains;

/// <summary>A way to continue from edit to edit.</summary>
/// <param name="Name">The name in tables and plots.</param>
/// <param name="Sampler">The inverting sampler.</param>
/// <param name="Start">The start of each edit of an edited picture.</param>
/// <param name="Preset">
/// Whether the target is corrected by the source's trajectory and bounded by the preset of the edit's kind; if not, only the inversion
/// constrains it.
/// </param>
public sealed record ChainRoute(string Name, string Sampler, EditStart Start, bool Preset)
{
    /// <summary>
    /// Gets all routes: as in the app, and the same from picture to picture; both with DDIM inversion, with the same correction and
    /// bounds; and plain DDIM inversion of the last result, as others do.
    /// </summary>
    public static IReadOnlyList<ChainRoute> All { get; } =
    [
        new("from the first (default)", "o-belm", EditStart.First, Preset: true),
        new("O-BELM from the last", "o-belm", EditStart.Picture, Preset: true),
        new("DDIM from the first, corrected, bounded", "ddim", EditStart.First, Preset: true),
        new("DDIM from the last, corrected, bounded", "ddim", EditStart.Picture, Preset: true),
        new("DDIM from the last", "ddim", EditStart.Picture, Preset: false),
    ];

    /// <summary>Returns a plan as this route runs it.</summary>
    /// <param name="plan">The planner's plan.</param>
    internal EditPlan Of(EditPlan plan) => plan with
    {
        Sampler = Sampler,
        Start = Start,
        // Side by side: repairs by a second attempt are not the subject of this comparison.
        Attempts = 1,
        TargetSampler = Preset ? TargetSampler.TrajectoryCorrected : TargetSampler.Carried,
        DirectInversion = Preset ? plan.DirectInversion : new DirectInversionSetting { Control = AttentionControl.None, Blend = BlendKind.None },
    };
}
