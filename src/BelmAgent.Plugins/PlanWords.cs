using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Plugins;

/// <summary>Says in words how a plan would edit, for every front end.</summary>
public static class PlanWords
{
    /// <summary>Returns a plan's settings as short phrases, the most telling first; settings that say nothing are left out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The current caption. Null: the source prompt, which for an edited picture describes the first picture.</param>
    public static IReadOnlyList<string> Settings(EditPlan plan, string? now = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var control = plan.DirectInversion.Control;
        string?[] parts =
        [
            plan.EditType == EditType.Random ? "several changes" : Name(plan.EditType).Replace('_', ' '),
            Sampler(plan),
            plan.TargetSampler is { } target ? Name(target) : null,
            plan.Steps is { } steps ? $"{steps} steps" : null,
            plan.Guidance is { } guidance ? FormattableString.Invariant($"guidance {guidance:0.##}") : null,
            plan.Strength is { } strength ? FormattableString.Invariant($"strength {strength:0.##}") : null,
            control is { } shared and not AttentionControl.None ? Name(shared) : null,
            plan.DirectInversion.Blend switch
            {
                BlendKind.Words => $"bounded by {Words(plan)}",
                BlendKind.WordsMinMax => $"bounded by {Words(plan)}, min-max",
                BlendKind.Departure => "bounded by the change",
                _ => null,
            },
            plan.DirectInversion.MaskId is null ? null : "masked",
            plan.ChosenByPlanner is { Count: > 0 } chosen ? $"{Listed(chosen)} by the planner" : null,
            plan.Frame?.Window is { } window && window != EditWindow.Auto ? $"window {window}" : null,
            plan.Frame?.Fit is { } fit and not PictureFit.Keep ? Name(fit) : null,
            plan.Frame?.Compose == false ? "not composed" : null,
            plan.Revises is null ? null : "instead of the last edit",
            plan.Start == EditStart.Picture ? "from this image" : now is not null && now != plan.SourcePrompt ? "from the first image" : null,
            plan.Attempts is > 1 and var attempts ? $"up to {attempts} attempts" : null,
        ];
        return [.. parts.OfType<string>()];
    }

    // Settings that the sampler always has, or does not have, are not informative.
    private static string? Sampler(EditPlan plan)
    {
        var info = plan.Sampler is null ? null : SamplerCatalog.Find(plan.Sampler);
        string?[] parts =
        [
            plan.Sampler,
            info is { HasKappa: true } && plan.Kappa is { } kappa ? FormattableString.Invariant($"κ={kappa:0.###}") : null,
            info is { HasGamma: true } && plan.Gamma is { } gamma ? FormattableString.Invariant($"γ={gamma:0.###}") : null,
            info is { HasMixing: true } && plan.Mixing is { } mixing ? FormattableString.Invariant($"p={mixing:0.###}") : null,
            info is { CanAlternate: true } && plan.Alternate is true ? "alternating" : null,
        ];
        return plan.Sampler is null ? null : string.Join(' ', parts.Where(part => part is not null));
    }

    private static string Words(EditPlan plan) =>
        plan.DirectInversion.BlendWords is { Count: > 0 } words ? string.Join(", ", words) : "the changed words";

    private static string Listed(IReadOnlyList<PlannerSetting> chosen) => string.Join(", ", chosen.Select(setting => Name(setting).Replace('_', ' ')));

    private static string Name<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value).GetString()!;
}
