using System.CommandLine;
using BelmAgent.Editing.Edits;
using BelmAgent.Sampling;

namespace BelmAgent.Host.Commands.Options;

/// <summary>How to sample and invert.</summary>
/// <param name="guidance">The command's default guidance, in words.</param>
/// <param name="steps">The command's default steps, in words.</param>
internal sealed class SamplingOptions(string guidance, string steps = "50")
{
    /// <summary>The default guidance of edits.</summary>
    public const string GuidanceOfTheModel = "what the model's editing.json says, else 5";

    /// <summary>The default steps of edits.</summary>
    public const string StepsOfTheModel = "what the model's editing.json says, else 50";

    private static readonly EditingOptions Defaults = new();

    private static string Inexact => string.Join(" and ", SamplerCatalog.All.Where(sampler => !sampler.IsExact).Select(sampler => sampler.Name));

    private readonly Option<string?> _sampler = NewOption.Choice(
        "--sampler", $"The sampler that inverts, exactly for all but {Inexact}", Defaults.Sampler, [.. SamplerCatalog.Names]);

    private readonly Option<double?> _kappa = NewOption.Number(
        "--kappa", "K", 0, 1, "With --sampler belm: member of the two-step family, 0 to 1; 1 is o-belm (default: 0.5).");

    private readonly Option<int?> _steps = NewOption.Whole(
        "--steps", "N", 2, 1000, $"Steps of the time grid, 2 to 1000; time grows with them (default: {steps}).");

    private readonly Option<double?> _guidance = NewOption.Number(
        "--guidance", "W", 1, 30, $"Classifier-free guidance towards the prompt, 1 to 30; 1 is none (default: {guidance}).");

    public void AddTo(Command command, bool withKappa = true)
    {
        command.Add(_sampler);
        if (withKappa)
        {
            command.Add(_kappa);
        }

        command.Add(_steps);
        command.Add(_guidance);
    }

    public string? Sampler(ParseResult line) => line.GetValue(_sampler);

    public double? Kappa(ParseResult line) => line.GetValue(_kappa);

    public int? Steps(ParseResult line) => line.GetValue(_steps);

    public double? Guidance(ParseResult line) => line.GetValue(_guidance);
}
