using System.CommandLine;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Commands;

/// <summary>Options of an edit plan. A user's settings override the planner's.</summary>
internal sealed class PlanOptions
{
    private const string Preset = "what suits the kind of edit";

    private readonly SamplingOptions _sampling = new(SamplingOptions.GuidanceOfTheModel, SamplingOptions.StepsOfTheModel);

    private readonly Option<string?> _target = NewOption.Choice(
        "--target", "How the edited picture is sampled from the inversion", "trajectory-corrected; carried where the sampler allows no other",
        "trajectory-corrected", "kick", "carried");

    private readonly Option<string?> _control = NewOption.Choice(
        "--control", "Which attention the edited row shares with the source row; mutual-self-attention is MasaCtrl, its -single-source variant takes one row less a step", Preset,
        "none", "prompt-to-prompt", "mutual-self-attention", "mutual-self-attention-single-source");

    private readonly Option<double?> _crossSteps = NewOption.Number(
        "--cross-steps", "F", 0, 1, $"Share of the steps, from the noisy end, that share cross attention, 0 to 1; above 0 it asks for prompt-to-prompt (default: {Preset}).");

    private readonly Option<double?> _selfSteps = NewOption.Number(
        "--self-steps", "F", 0, 1, $"With --control: share of the steps that share self attention, 0 to 1; prompt-to-prompt counts from the noisy end, mutual self-attention from the clean one (default: {Preset}).");

    private readonly Option<string?> _crossMode = NewOption.Choice(
        "--cross-mode", "With prompt-to-prompt: how the words of the two prompts stand for one another", "refine", "refine", "replace");

    private readonly Option<IReadOnlyDictionary<string, double>?> _wordSteps = NewOption.Words(
        "--word-steps", 0, 1, "Words of the target prompt with a share of the steps of their own, as in \"red=0.8,house=0.2\".");

    private readonly Option<IReadOnlyDictionary<string, double>?> _wordWeights = NewOption.Words(
        "--word-weights", 0, 10, "Words of the target prompt whose attention is multiplied, as in \"snow=2\"; 0 to 10; like --word-steps it asks for prompt-to-prompt.");

    private readonly Option<string?> _blend = NewOption.Choice(
        "--blend", "What bounds the change: the attention to words, as prompt-to-prompt's LocalBlend has it or with its smallest value subtracted first (min-max), or how far the edit departs from the source", Preset,
        "none", "words", "words-min-max", "departure");

    private readonly Option<string?> _blendWords = NewOption.Text(
        "--blend-words", "WORDS", "Words of either prompt, separated by commas, that bound the change (default where words bound it: those that differ).");

    private readonly Option<double?> _blendStart = NewOption.Number(
        "--blend-start", "F", 0, 1, $"Share of the steps before the blend begins, 0 to 1 (default: {Preset}).");

    private readonly Option<double?> _blendThreshold = NewOption.Number(
        "--blend-threshold", "F", 0, 1, $"Share of the largest attention or departure, with words-min-max of the attention's range, above which a place may change, 0 to 1 (default: {Preset}).");

    private readonly Option<int?> _attempts = NewOption.Whole(
        "--attempts", "N", 1, 10, "How often the edit may be tried until its check passes, with one setting changed each time; what you set yourself is never changed (default: 3).");

    private readonly Option<string?> _start = NewOption.Choice(
        "--start", "For an edit of an edited picture, what it starts from: the first picture of the line, so that nothing decays, or that very picture", "first", "first", "picture");

    public void AddTo(Command command)
    {
        _sampling.AddTo(command);
        command.Add(_sampling.Strength);
        command.Add(_target);
        command.Add(_control);
        command.Add(_crossSteps);
        command.Add(_selfSteps);
        command.Add(_crossMode);
        command.Add(_wordSteps);
        command.Add(_wordWeights);
        command.Add(_blend);
        command.Add(_blendWords);
        command.Add(_blendStart);
        command.Add(_blendThreshold);
        command.Add(_attempts);
        command.Add(_start);
    }

    /// <summary>Returns the settings as a plan with all else open.</summary>
    public EditPlan Read(ParseResult line) => _sampling.Read(line) with
    {
        TargetSampler = Parse<TargetSampler>(line.GetValue(_target)),
        Attempts = line.GetValue(_attempts),
        Start = Parse<EditStart>(line.GetValue(_start)),
        DirectInversion = new()
        {
            Control = Parse<AttentionControl>(line.GetValue(_control)),
            CrossSteps = line.GetValue(_crossSteps),
            SelfSteps = line.GetValue(_selfSteps),
            CrossMode = Parse<CrossMode>(line.GetValue(_crossMode)),
            WordSteps = line.GetValue(_wordSteps),
            WordWeights = line.GetValue(_wordWeights),
            Blend = Parse<BlendKind>(line.GetValue(_blend)),
            BlendWords = line.GetValue(_blendWords)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            BlendStart = line.GetValue(_blendStart),
            BlendThreshold = line.GetValue(_blendThreshold),
        },
    };

    private static T? Parse<T>(string? name)
        where T : struct, Enum =>
        name is null ? null : Enum.Parse<T>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
