using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Chains;

/// <summary>One way to go on from edit to edit.</summary>
/// <param name="Name">What tables and plots call it.</param>
/// <param name="Sampler">The inverting sampler.</param>
/// <param name="Start">Where each edit of an edited picture starts.</param>
/// <param name="Preset">Whether the edit kind's preset holds the rest; if not, nothing does but the inversion.</param>
public sealed record ChainRoute(string Name, string Sampler, EditStart Start, bool Preset)
{
    /// <summary>As the app does it; the same from picture to picture; the same with DDIM inversion; and DDIM inversion of the last result with nothing else, as others do.</summary>
    public static IReadOnlyList<ChainRoute> All { get; } =
    [
        new("from the first (default)", "o-belm", EditStart.First, Preset: true),
        new("O-BELM from the last", "o-belm", EditStart.Picture, Preset: true),
        new("DDIM from the last, bounded", "ddim", EditStart.Picture, Preset: true),
        new("DDIM from the last", "ddim", EditStart.Picture, Preset: false),
    ];

    /// <summary>Returns a plan as this way runs it.</summary>
    /// <param name="plan">What the planner gave.</param>
    internal EditPlan Of(EditPlan plan) => plan with
    {
        Sampler = Sampler,
        Start = Start,
        // Side by side: what a second attempt would mend is not what this compares.
        Attempts = 1,
        TargetSampler = Sampler == "ddim" ? TargetSampler.Carried : null,
        DirectInversion = Preset ? plan.DirectInversion : new DirectInversionSetting { Control = AttentionControl.None, Blend = BlendKind.None },
    };
}
