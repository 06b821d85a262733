using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Plans;

/// <summary>Fills a plan's open settings and refuses settings outside the limits.</summary>
internal static class PlanResolver
{
    // Used if neither the user nor the model gives a value.
    private const double OrdinaryGuidance = 5;
    private const int OrdinarySteps = 50;

    /// <summary>Returns the plan with every setting filled in.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">Defaults and limits.</param>
    /// <param name="model">The recommendations in the model's folder.</param>
    /// <exception cref="LimitExceededException">A setting is out of range, or two settings cannot be combined.</exception>
    public static EditPlan Resolve(EditPlan plan, EditingOptions options, EditDefaults? model = null)
    {
        Require(!string.IsNullOrWhiteSpace(plan.TargetPrompt), "target_prompt", plan.TargetPrompt, "a description of what the image should show");
        var sampler = Sampler(plan.Sampler, options, plan.LeavesSampling ? EditPresets.SamplerFor(plan.EditType) : EditPresets.Sampler);
        var target = plan.TargetSampler ?? (plan.LeavesSampling && options.Sampler is null ? TargetSampler.TrajectoryCorrected : TargetOf(sampler));
        Require(
            target == TargetSampler.Carried || sampler.IsTwoStep || (target == TargetSampler.TrajectoryCorrected && sampler.CanBeCorrected),
            "target_sampler", plan.TargetSampler, $"carried for {sampler.Name}");
        var steps = Steps(plan.Steps ?? options.Steps ?? model?.Steps, options);
        var parameters = SamplerFactory.Resolve(sampler, plan.Parameters, steps);
        Require(parameters.Order is null || target == TargetSampler.TrajectoryCorrected, "target_sampler", plan.TargetSampler, $"corrected with order {parameters.Order}");
        Require(
            plan.Frame is not { Compose: false } frame || (plan.DirectInversion.MaskId is null && frame.Window?.Region is null),
            "compose", "off", "on with a mask or a window: only composing keeps what lies outside");
        return plan with
        {
            DirectInversion = Hold(plan.DirectInversion.WithImplied().Over(Preset(plan.EditType, sampler)), sampler),
            Sampler = sampler.Name,
            Parameters = parameters,
            TargetSampler = target,
            Steps = steps,
            Guidance = Guidance(plan.Guidance, options.Guidance ?? model?.Guidance ?? OrdinaryGuidance),
            Strength = Strength(plan.Strength ?? options.Strength),
            Attempts = Attempts(plan.Attempts ?? Math.Min(options.Attempts, options.MaxAttempts), options),
        };
    }

    /// <summary>Checks settings without a model, whose own defaults are always allowed.</summary>
    /// <param name="plan">The settings; open ones are not checked, and no prompt is needed.</param>
    /// <param name="options">Defaults and limits.</param>
    /// <param name="fixedPoint">Whether the state is to be kept in 64-bit fixed point.</param>
    /// <exception cref="LimitExceededException">A setting is not allowed.</exception>
    public static void Check(EditPlan plan, EditingOptions options, bool fixedPoint)
    {
        var resolved = Resolve(plan with { TargetPrompt = "any", Steps = plan.Steps ?? options.Steps ?? Math.Min(OrdinarySteps, options.MaxSteps) }, options);
        if (fixedPoint)
        {
            SamplerFactory.RequireFixedPoint(SamplerCatalog.Get(resolved.Sampler!), resolved.Parameters);
        }
    }

    // A setting that was not requested must not make a sampler refuse.
    private static DirectInversionSetting Preset(EditType kind, SamplerInfo sampler) =>
        sampler.CanBlend ? EditPresets.For(kind) : EditPresets.For(kind) with { Blend = BlendKind.None };

    private static DirectInversionSetting Hold(DirectInversionSetting setting, SamplerInfo sampler)
    {
        RequireShare(setting.CrossSteps, "cross_steps");
        RequireShare(setting.SelfSteps, "self_steps");
        RequireShare(setting.BlendStart, "blend_start");
        RequireShare(setting.BlendThreshold, "blend_threshold");
        foreach (var (word, share) in setting.WordSteps!)
        {
            RequireShare(share, $"word_steps of '{word}'");
        }

        foreach (var (word, weight) in setting.WordWeights!)
        {
            Require(weight is >= 0 and <= 10, $"word_weights of '{word}'", weight, "0 to 10");
        }

        Require(
            sampler.CanBlend || (setting.Blend == BlendKind.None && setting.MaskId is null),
            "blend", setting.MaskId is null ? setting.Blend : "a mask", $"no blend and no mask with {sampler.Name}, which cannot blend");
        return setting;
    }

    private static void RequireShare(double? share, string setting) => Require(share is >= 0 and <= 1, setting, share, "0 to 1");

    /// <summary>Returns the sampler of a request: the one asked for, else as configured, else another.</summary>
    public static SamplerInfo Sampler(string? asked, EditingOptions options, string otherwise = EditPresets.Sampler) =>
        SamplerCatalog.Find((asked ?? options.Sampler ?? otherwise).ToLowerInvariant()) ?? throw new LimitExceededException("sampler", asked, SamplerCatalog.Choices);

    public static int Steps(int? asked, EditingOptions options)
    {
        var steps = asked ?? options.Steps ?? OrdinarySteps;
        Require(steps >= 2 && steps <= options.MaxSteps, "steps", steps, $"2 to {options.MaxSteps}");
        return steps;
    }

    public static double Guidance(double? asked, double otherwise)
    {
        var guidance = asked ?? otherwise;
        Require(guidance is >= 1 and <= 30, "guidance", guidance, "1 to 30");
        return guidance;
    }

    /// <summary>Returns the guidance of a model, which may take no prompt that it could strengthen.</summary>
    public static double Guidance(double? asked, double otherwise, ModelFolder model)
    {
        if (model.TakesPrompts)
        {
            return Guidance(asked, otherwise);
        }

        Require(asked is null or 1, "guidance", asked, "1: the model takes no prompt that guidance could strengthen");
        return 1;
    }

    public static double Strength(double? asked)
    {
        var strength = asked ?? 1;
        Require(strength is > 0 and <= 1, "strength", strength, "above 0 and at most 1");
        return strength;
    }

    // Whoever names a sampler gets it as its authors use it; only the two-step family breaks without the correction.
    private static TargetSampler TargetOf(SamplerInfo sampler) => sampler.IsTwoStep ? TargetSampler.TrajectoryCorrected : TargetSampler.Carried;

    private static int Attempts(int asked, EditingOptions options)
    {
        Require(asked >= 1 && asked <= options.MaxAttempts, "attempts", asked, $"1 to {options.MaxAttempts}");
        return asked;
    }

    private static void Require(bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
        {
            throw new LimitExceededException(setting, value, allowed);
        }
    }
}
