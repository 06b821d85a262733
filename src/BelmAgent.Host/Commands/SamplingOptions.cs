using System.CommandLine;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Host.Commands;

/// <summary>Options for sampling and inversion.</summary>
/// <param name="guidance">The command's default guidance, in words.</param>
/// <param name="steps">The command's default number of steps, in words.</param>
internal sealed class SamplingOptions(string guidance, string steps = "50")
{
    /// <summary>The default guidance of edits.</summary>
    public const string GuidanceOfTheModel = "what the model's editing.json says, else 5";

    /// <summary>The default number of steps of edits.</summary>
    public const string StepsOfTheModel = "what the model's editing.json says, else 50";

    private static readonly EditingOptions Defaults = new();

    private static string Inexact => string.Join(" and ", SamplerCatalog.All.Where(sampler => !sampler.IsExact).Select(sampler => sampler.Name));

    public Option<string?> Sampler { get; } = NewOption.Choice(
        "--sampler", $"Sampler to use; all but {Inexact} invert exactly", Defaults.Sampler, [.. SamplerCatalog.Names]);

    public Option<double?> Kappa { get; } = NewOption.Number(
        "--kappa", "K", 0, 1, "With --sampler belm: member of the two-step family, 0 to 1; 1 is o-belm (default: 0.5).");

    public Option<double?> Gamma { get; } = NewOption.Number(
        "--gamma", "G", gamma => gamma is > 0 and <= 1, "a number above 0 and at most 1",
        "With --sampler bdia: γ, above 0 and at most 1; an inversion of N steps magnifies rounding by γ^(−N) (default: 0.96).");

    public Option<double?> Mixing { get; } = NewOption.Number(
        "--mixing", "P", mixing => mixing is > 0 and <= 1, "a number above 0 and at most 1",
        "With --sampler edict: mixing weight p, above 0 and at most 1; an inversion of N steps magnifies rounding by p^(−2N) (default: 0.93).");

    public Option<bool?> Alternate { get; } = NewOption.Switch(
        "--alternate", "With --sampler edict: its chains swap roles every other step, as in EDICT's own code.");

    public Option<int?> Steps { get; } = NewOption.Whole(
        "--steps", "N", 2, 1000, $"Steps of the time grid, 2 to 1000; time grows with them (default: {steps}).");

    public Option<double?> Guidance { get; } = NewOption.Number(
        "--guidance", "W", 1, 30, $"Classifier-free guidance towards the prompt, 1 to 30; 1 is none (default: {guidance}).");

    public Option<double?> Strength { get; } = NewOption.Number(
        "--strength", "S", strength => strength is > 0 and <= 1, "a number above 0 and at most 1",
        "How far towards noise the picture is taken, above 0 and at most 1; less keeps more of it (default: 1).");

    /// <summary>Adds all but the strength, which not every command has.</summary>
    public void AddTo(Command command)
    {
        command.Add(Sampler);
        command.Add(Kappa);
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
        Kappa = line.GetValue(Kappa),
        Gamma = line.GetValue(Gamma),
        Mixing = line.GetValue(Mixing),
        Alternate = line.GetValue(Alternate),
        Steps = line.GetValue(Steps),
        Guidance = line.GetValue(Guidance),
        Strength = line.GetResult(Strength) is null ? null : line.GetValue(Strength),
    };
}
