using System.CommandLine;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Host.Commands.Options;

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

    private readonly Option<string?> _sampler = NewOption.Choice(
        "--sampler", $"Sampler to use; all but {Inexact} invert exactly", Defaults.Sampler, [.. SamplerCatalog.Names]);

    private readonly Option<double?> _kappa = NewOption.Number(
        "--kappa", "K", 0, 1, "With --sampler belm: member of the two-step family, 0 to 1; 1 is o-belm (default: 0.5).");

    private readonly Option<double?> _gamma = NewOption.Number(
        "--gamma", "G", gamma => gamma is > 0 and <= 1, "a number above 0 and at most 1",
        "With --sampler bdia: γ, above 0 and at most 1; an inversion of N steps magnifies rounding by γ^(−N) (default: 0.96).");

    private readonly Option<double?> _mixing = NewOption.Number(
        "--mixing", "P", mixing => mixing is > 0 and <= 1, "a number above 0 and at most 1",
        "With --sampler edict: mixing weight p, above 0 and at most 1; an inversion of N steps magnifies rounding by p^(−2N) (default: 0.93).");

    private readonly Option<bool> _alternate = NewOption.Flag(
        "--alternate", "With --sampler edict: its chains swap roles every other step, as in EDICT's own code.");

    private readonly Option<int?> _steps = NewOption.Whole(
        "--steps", "N", 2, 1000, $"Steps of the time grid, 2 to 1000; time grows with them (default: {steps}).");

    private readonly Option<double?> _guidance = NewOption.Number(
        "--guidance", "W", 1, 30, $"Classifier-free guidance towards the prompt, 1 to 30; 1 is none (default: {guidance}).");

    public void AddTo(Command command, bool withParameters = true)
    {
        command.Add(_sampler);
        if (withParameters)
        {
            command.Add(_kappa);
            command.Add(_gamma);
            command.Add(_mixing);
            command.Add(_alternate);
        }

        command.Add(_steps);
        command.Add(_guidance);
    }

    public string? Sampler(ParseResult line) => line.GetValue(_sampler);

    public double? Kappa(ParseResult line) => line.GetValue(_kappa);

    public double? Gamma(ParseResult line) => line.GetValue(_gamma);

    public double? Mixing(ParseResult line) => line.GetValue(_mixing);

    public bool? Alternate(ParseResult line) => line.GetValue(_alternate) ? true : null;

    public int? Steps(ParseResult line) => line.GetValue(_steps);

    public double? Guidance(ParseResult line) => line.GetValue(_guidance);
}
