using System.CommandLine;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Commands;

/// <summary>Options of an edit plan. A user's settings override the planner's.</summary>
internal sealed class PlanOptions
{
    private const string Preset = "depends on the kind of edit";

    private readonly SamplingOptions _sampling = new(SamplingOptions.GuidanceOfTheModel, SamplingOptions.StepsOfTheModel, SamplingOptions.SamplerOfTheKind);

    private readonly Option<string?> _target = NewOption.Choice(
        "--target", "How the edited image is sampled from the inversion", "trajectory-corrected, or carried if the sampler supports nothing else",
        "trajectory-corrected", "kick", "carried");

    private readonly Option<string?> _control = NewOption.Choice(
        "--control", "Attention that the edited image shares with the source; mutual-self-attention is MasaCtrl, and its -single-source variant needs one row less per step", Preset,
        "none", "prompt-to-prompt", "mutual-self-attention", "mutual-self-attention-single-source");

    private readonly Option<double?> _crossSteps = NewOption.Number(
        "--cross-steps", "F", 0, 1, $"Fraction of the steps, from the noisy end, that share cross attention, 0 to 1; a value above 0 selects prompt-to-prompt (default: {Preset}).");

    private readonly Option<double?> _selfSteps = NewOption.Number(
        "--self-steps", "F", 0, 1, $"With --control: fraction of the steps that share self attention, 0 to 1; prompt-to-prompt counts from the noisy end, mutual self-attention from the clean one (default: {Preset}).");

    private readonly Option<string?> _crossMode = NewOption.Choice(
        "--cross-mode", "With prompt-to-prompt: how to align the words of the two prompts", "refine", "refine", "replace");

    private readonly Option<IReadOnlyDictionary<string, double>?> _wordSteps = NewOption.Words(
        "--word-steps", 0, 1, "Fraction of the steps per word of the target prompt, as in \"red=0.8,house=0.2\".");

    private readonly Option<IReadOnlyDictionary<string, double>?> _wordWeights = NewOption.Words(
        "--word-weights", 0, 10, "Factor on the attention per word of the target prompt, 0 to 10, as in \"snow=2\"; like --word-steps, it selects prompt-to-prompt.");

    private readonly Option<string?> _blend = NewOption.Choice(
        "--blend", "Bound of the change: the attention to words, as in prompt-to-prompt's LocalBlend or with its minimum subtracted first (min-max), or how far the edit departs from the source", Preset,
        "none", "words", "words-min-max", "departure");

    private readonly Option<string?> _blendWords = NewOption.Text(
        "--blend-words", "WORDS", "Comma-separated words of either prompt that bound the change (default: if words bound it, those that differ).");

    private readonly Option<double?> _blendStart = NewOption.Number(
        "--blend-start", "F", 0, 1, $"Fraction of the steps before the blend begins, 0 to 1 (default: {Preset}).");

    private readonly Option<double?> _blendThreshold = NewOption.Number(
        "--blend-threshold", "F", 0, 1, $"Threshold above which a place may change, 0 to 1, as a fraction of the largest attention or departure, or with words-min-max of the attention's range (default: {Preset}).");

    private readonly Option<int?> _attempts = NewOption.Whole(
        "--attempts", "N", 1, 10, "Maximum number of attempts until the check passes, each with one setting changed; settings that you chose yourself are never changed (default: 3).");

    private readonly Option<string?> _start = NewOption.Choice(
        "--start", "What an edit of an edited image starts from: the first image of its history, so that quality does not degrade, or that image itself", "first", "first", "picture");

    private readonly Option<string?> _fit = NewOption.Choice(
        "--fit", "How an image of another shape than the model's is fitted to it: keep works at a size of the image's shape (a model of one size: on the middle of the image, or where the mask is), crop only on the middle part of the model's shape, pad on all of it with its edges repeated", "keep",
        "keep", "crop", "pad");

    private readonly Option<EditWindow?> _window = NewOption.Parsed(
        "--window", "auto|off|X,Y,W,H", EditWindow.Parse, "auto, off or X,Y,WIDTH,HEIGHT in pixels, such as 300,200,256,256",
        "Part of the image to edit at the model's full resolution; auto: around a small mask, unless the model has one size (default: auto).");

    private readonly Option<string?> _compose = NewOption.Choice(
        "--compose", "Whether the result is composed with the image, at its size and with its own pixels where nothing changed; off: the decoder's picture, at the model's size", "on", "on", "off");

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
        command.Add(_fit);
        command.Add(_window);
        command.Add(_compose);
    }

    /// <summary>Returns the settings as a plan with all else open.</summary>
    public EditPlan Read(ParseResult line) => _sampling.Read(line) with
    {
        TargetSampler = Parse<TargetSampler>(line.GetValue(_target)),
        Attempts = line.GetValue(_attempts),
        Start = Parse<EditStart>(line.GetValue(_start)),
        Frame = Frame(line),
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

    private FrameSetting? Frame(ParseResult line)
    {
        var frame = new FrameSetting
        {
            Fit = Parse<PictureFit>(line.GetValue(_fit)),
            Window = line.GetValue(_window),
            Compose = line.GetValue(_compose) is { } compose ? compose == "on" : null,
        };
        return frame == new FrameSetting() ? null : frame;
    }

    private static T? Parse<T>(string? name)
        where T : struct, Enum =>
        name is null ? null : Enum.Parse<T>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
