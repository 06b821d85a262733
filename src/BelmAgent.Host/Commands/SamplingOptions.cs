using System.CommandLine;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Host.Commands;

/// <summary>Options for sampling and inversion.</summary>
/// <param name="guidance">The command's default guidance, in words.</param>
/// <param name="steps">The command's default number of steps, in words.</param>
/// <param name="sampler">The command's default sampler, in words.</param>
internal sealed class SamplingOptions(string guidance, string steps = "50", string sampler = "o-belm")
{
    /// <summary>The default guidance of edits.</summary>
    public const string GuidanceOfTheModel = "from the model's editing.json, or 5";

    /// <summary>The default number of steps of edits.</summary>
    public const string StepsOfTheModel = "from the model's editing.json, or 50";

    /// <summary>The default sampler of edits.</summary>
    public const string SamplerOfTheKind = "ddim for the sky, the ground and the light, o-belm for all else";

    private static string Inexact => string.Join(" and ", SamplerCatalog.All.Where(sampler => !sampler.IsExact).Select(sampler => sampler.Name));

    public Option<string?> Sampler { get; } = NewOption.Choice(
        "--sampler", $"Sampler to use; all but {Inexact} invert exactly", sampler, [.. SamplerCatalog.Names]);

    public Option<double?> Kappa { get; } = NewOption.Number(
        "--kappa", "K", 0, 1, "With --sampler belm: κ of the two-step family, 0 to 1; 1 is o-belm (default: 0.5).");

    public Option<int?> Order { get; } = NewOption.Whole(
        "--order", "K", 2, 4,
        "With --sampler belm: states that a step reads, 2 to 4; above 2 the local error is smaller, but perturbations grow from step to step (default: 2).");

    public Option<double?> Gamma { get; } = NewOption.Number(
        "--gamma", "G", gamma => gamma is > 0 and <= 1, "a number above 0 and at most 1",
        "With --sampler bdia: γ, above 0 and at most 1; an inversion of N steps magnifies rounding errors by γ^(−N) (default: 0.96).");

    public Option<double?> Mixing { get; } = NewOption.Number(
        "--mixing", "P", mixing => mixing is > 0 and <= 1, "a number above 0 and at most 1",
        "With --sampler edict: mixing weight p, above 0 and at most 1; an inversion of N steps magnifies rounding errors by p^(−2N) (default: 0.93).");

    public Option<bool?> Alternate { get; } = NewOption.Switch(
        "--alternate", "With --sampler edict: swap the roles of the two chains every other step, as in EDICT's own code.");

    public Option<int?> Steps { get; } = NewOption.Whole(
        "--steps", "N", 2, 1000, $"Number of steps, 2 to 1000; more steps take longer (default: {steps}).");

    public Option<double?> Guidance { get; } = NewOption.Number(
        "--guidance", "W", 1, 30, $"Classifier-free guidance scale, 1 to 30; 1 means no guidance (default: {guidance}).");

    public Option<double?> Strength { get; } = NewOption.Number(
        "--strength", "S", strength => strength is > 0 and <= 1, "a number above 0 and at most 1",
        "How far towards noise the image is taken, above 0 and at most 1; lower values keep more of it (default: 1).");

    /// <summary>Adds all but the strength, which not every command has.</summary>
    public void AddTo(Command command)
    {
        command.Add(Sampler);
        command.Add(Kappa);
        command.Add(Order);
        command.Add(Gamma);
        command.Add(Mixing);
        command.Add(Alternate);
        command.Add(Steps);
        command.Add(Guidance);
    }

    /// <summary>Returns the settings as a plan with all else open.</summary>
    public EditPlan Read(ParseResult line) => EditPlan.Open with
    {
        Sampler = line.GetValue(Sampler),
        Parameters = new(line.GetValue(Kappa), line.GetValue(Gamma), line.GetValue(Mixing), line.GetValue(Alternate), line.GetValue(Order)),
        Steps = line.GetValue(Steps),
        Guidance = line.GetValue(Guidance),
        Strength = line.GetResult(Strength) is null ? null : line.GetValue(Strength),
    };
}
