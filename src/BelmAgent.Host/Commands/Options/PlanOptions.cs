using System.CommandLine;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Commands.Options;

/// <summary>Settings of an edit plan. What a person sets wins over what the planner chose.</summary>
internal sealed class PlanOptions
{
    private readonly SamplingOptions _sampling = new(new EditingOptions().Guidance);
    private readonly StrengthOption _strength = new();

    private readonly Option<string?> _target = NewOption.Choice(
        "--target", "How the edited picture is sampled from the inversion", "trajectory-corrected; carried where the sampler allows no other",
        "trajectory-corrected", "kick", "carried");

    private readonly Option<string?> _control = NewOption.Choice(
        "--control", "Which attention the edited row shares with the source row", "none",
        "none", "prompt-to-prompt", "mutual-self-attention");

    private readonly Option<double?> _crossSteps = NewOption.Number(
        "--cross-steps", "F", 0, 1, "With --control: share of the steps, from the noisy end, that share cross attention, 0 to 1 (default: 0.4).");

    private readonly Option<double?> _selfSteps = NewOption.Number(
        "--self-steps", "F", 0, 1, "With --control: share of the steps, from the noisy end, that share self attention, 0 to 1 (default: 0.4).");

    public void AddTo(Command command)
    {
        _sampling.AddTo(command);
        _strength.AddTo(command);
        command.Add(_target);
        command.Add(_control);
        command.Add(_crossSteps);
        command.Add(_selfSteps);
    }

    /// <summary>The plan with the settings of the command line in it.</summary>
    public EditPlan Apply(EditPlan plan, ParseResult line) => plan with
    {
        Sampler = _sampling.Sampler(line) ?? plan.Sampler,
        Kappa = _sampling.Kappa(line) ?? plan.Kappa,
        Steps = _sampling.Steps(line) ?? plan.Steps,
        Guidance = _sampling.Guidance(line) ?? plan.Guidance,
        Strength = _strength.Value(line) ?? plan.Strength,
        TargetSampler = Parse<TargetSampler>(line.GetValue(_target)) ?? plan.TargetSampler,
        DirectInversion = plan.DirectInversion with
        {
            Control = Parse<AttentionControl>(line.GetValue(_control)) ?? plan.DirectInversion.Control,
            CrossSteps = line.GetValue(_crossSteps) ?? plan.DirectInversion.CrossSteps,
            SelfSteps = line.GetValue(_selfSteps) ?? plan.DirectInversion.SelfSteps,
        },
    };

    private static T? Parse<T>(string? name)
        where T : struct, Enum =>
        name is null ? null : Enum.Parse<T>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
