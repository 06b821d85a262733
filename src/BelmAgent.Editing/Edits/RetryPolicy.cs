using System.Globalization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Decides what to try next when an edit fails: one setting at a time, in a fixed order.</summary>
/// <remarks>
/// A setting given in the request is never changed; one from the configuration counts as a default. The seed is not among them: an
/// edit by exact inversion uses no randomness, so the same settings give the same picture whatever the seed. The order is that of
/// docs/decisions/0011, chosen on ToyTown-Edit's tuning half.
/// </remarks>
internal static class RetryPolicy
{
    private const double MaxGuidance = 7.5;
    private const double MinGuidance = 1.5;

    // A carried pair is either unchanged or broken: see docs/decisions/0001.
    private static Rung Corrected => new("target_sampler", asked => asked.TargetSampler is null, Correct, plan => Name(plan.TargetSampler));

    // What DDIM carries over of the old background is the least of all.
    private static Rung Uncorrected => new("carried", asked => asked.LeavesSampling, Uncorrect, plan => Name(plan.TargetSampler), "target_sampler");

    private static Rung OtherSampler => new("sampler", asked => asked.LeavesSampling, Resample, plan => plan.Sampler);

    private static Rung MoreSteps => new("steps", asked => asked.Steps is null, plan => plan with { Steps = plan.Steps * 2 }, plan => plan.Steps);

    // The requested change is missing: the source holds too strongly, or the prompt pulls too weakly.
    private static readonly Rung[] Stronger =
    [
        Corrected,
        new("strength", asked => asked.Strength is null, plan => plan.Strength < 1 ? plan with { Strength = 1 } : null, plan => plan.Strength),
        new("attention", HasOpenControl, Later, plan => plan.DirectInversion.SelfSteps),
        new("control", HasOpenControl, Free, plan => Name(plan.DirectInversion.Control)),
        new("guidance", asked => asked.Guidance is null, plan => Guide(plan, 2), plan => plan.Guidance),
        new("blend_threshold", HasOpenBlend, Wider, plan => plan.DirectInversion.BlendThreshold),
        new("blend", HasOpenBlend, plan => Bound(plan, BlendKind.None), plan => Name(plan.DirectInversion.Blend)),
        MoreSteps,
        new("more guidance", asked => asked.Guidance is null, plan => Guide(plan, 2), plan => plan.Guidance),
    ];

    // More changed than was requested, or the picture broke: the prompt pulls too strongly, or nothing holds the rest.
    private static readonly Rung[] Gentler =
    [
        Uncorrected,
        OtherSampler,
        Corrected,
        new("blend", HasOpenBlend, plan => EditPresets.IsBounded(plan.EditType) ? Bound(plan, BlendKind.Departure) : null, plan => Name(plan.DirectInversion.Blend)),
        new("guidance", asked => asked.Guidance is null, plan => Guide(plan, 1 / 1.5), plan => plan.Guidance),
        MoreSteps,
        new("strength", asked => asked.Strength is null, plan => plan.Strength > 0.8 ? plan with { Strength = 0.8 } : null, plan => plan.Strength),
        new("less guidance", asked => asked.Guidance is null, plan => Guide(plan, 1 / 1.5), plan => plan.Guidance),
    ];

    // Settings that only make sense with a control or a blend require it.
    private static bool HasOpenControl(EditPlan asked) => asked.DirectInversion is
    {
        Control: null, CrossSteps: null, SelfSteps: null, CrossMode: null, WordSteps: null, WordWeights: null,
    };

    private static bool HasOpenBlend(EditPlan asked) => asked.DirectInversion is { Blend: null, BlendWords: null, BlendStart: null, BlendThreshold: null };

    /// <summary>Returns the next plan.</summary>
    /// <param name="plan">The current plan, with every setting filled in.</param>
    /// <param name="fault">The fault of its picture.</param>
    /// <param name="asked">The plan as requested: settings that it leaves open may be changed.</param>
    /// <param name="tried">The earlier tries, as returned by this method.</param>
    /// <param name="mostSteps">Maximum number of steps of a plan.</param>
    /// <returns>The plan, the name of the try, and the change in words; null if nothing is left to try.</returns>
    public static (EditPlan Plan, string Rung, string Change)? Next(EditPlan plan, EditFault fault, EditPlan asked, IReadOnlyCollection<string> tried, int mostSteps = 1000)
    {
        var ladder = fault is EditFault.NotSeen or EditFault.Unchanged ? Stronger : fault is EditFault.None ? [] : Gentler;
        foreach (var rung in ladder.Where(rung => rung.IsOpen(asked) && !tried.Contains(rung.Name)))
        {
            if (rung.Change(plan) is { } next && next != plan && next.Steps <= mostSteps)
            {
                var words = string.Create(CultureInfo.InvariantCulture, $"{rung.Setting ?? Setting(rung.Name)} {Show(rung.Value(plan))} → {Show(rung.Value(next))}");
                return (next, rung.Name, words);
            }
        }

        return null;
    }

    // The source constrains the target for half as long.
    private static EditPlan? Later(EditPlan plan) => plan.DirectInversion switch
    {
        { Control: AttentionControl.None } => null,
        { CrossSteps: 0, SelfSteps: 0 } => null,
        var setting => plan with { DirectInversion = setting with { CrossSteps = setting.CrossSteps / 2, SelfSteps = setting.SelfSteps / 2 } },
    };

    private static EditPlan? Wider(EditPlan plan) => plan.DirectInversion is { Blend: not BlendKind.None, BlendThreshold: > 0 } setting
        ? plan with { DirectInversion = setting with { BlendThreshold = setting.BlendThreshold / 2 } }
        : null;

    private static EditPlan? Free(EditPlan plan) => plan.DirectInversion.Control == AttentionControl.None
        ? null
        : plan with { DirectInversion = plan.DirectInversion with { Control = AttentionControl.None } };

    private static EditPlan? Bound(EditPlan plan, BlendKind blend) =>
        plan.DirectInversion.Blend == blend || !SamplerCatalog.Get(plan.Sampler!).CanBlend
            ? null
            : plan with { DirectInversion = plan.DirectInversion with { Blend = blend } };

    private static EditPlan? Correct(EditPlan plan) =>
        plan.TargetSampler == TargetSampler.TrajectoryCorrected || !SamplerCatalog.Get(plan.Sampler!).CanBeCorrected
            ? null
            : plan with { TargetSampler = TargetSampler.TrajectoryCorrected };

    private static EditPlan? Uncorrect(EditPlan plan) =>
        plan.Sampler == EditPresets.SamplerFor(EditType.ChangeBackground) && plan.TargetSampler == TargetSampler.TrajectoryCorrected
            ? plan with { TargetSampler = TargetSampler.Carried }
            : null;

    private static EditPlan? Resample(EditPlan plan)
    {
        var preset = EditPresets.SamplerFor(EditType.ChangeBackground);
        if (plan.EditType != EditType.ChangeBackground && plan.Sampler != preset)
        {
            return null;
        }

        var sampler = SamplerCatalog.Get(plan.Sampler == preset ? EditPresets.Sampler : preset);
        return plan with { Sampler = sampler.Name, TargetSampler = TargetSampler.TrajectoryCorrected, Parameters = SamplerFactory.Resolve(sampler, new(), plan.Steps!.Value) };
    }

    private static EditPlan? Guide(EditPlan plan, double factor)
    {
        var guidance = Math.Round(Math.Clamp(plan.Guidance!.Value * factor, MinGuidance, MaxGuidance), 2);
        return guidance > plan.Guidance == factor > 1 && guidance != plan.Guidance ? plan with { Guidance = guidance } : null;
    }

    private static string Setting(string rung) => rung.Split(' ')[^1];

    private static string? Name<T>(T? value)
        where T : struct, Enum => value is { } known ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(known.ToString()) : null;

    private static string Show(object? value) => value is double number ? number.ToString("0.###", CultureInfo.InvariantCulture) : $"{value}";

    private sealed record Rung(string Name, Func<EditPlan, bool> IsOpen, Func<EditPlan, EditPlan?> Change, Func<EditPlan, object?> Value, string? Setting = null);
}
