using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Inference;

/// <summary>The inputs and outputs that a part of the pipeline expects of its network, checked before anything is loaded.</summary>
/// <param name="inputs">Required inputs; others are refused, since nothing would feed them.</param>
/// <param name="outputs">All outputs that are read; there may be others.</param>
/// <param name="optional">Optional inputs.</param>
internal sealed class GraphContract(IReadOnlyList<PortRule> inputs, IReadOnlyList<PortRule> outputs, IReadOnlyList<string>? optional = null)
{
    private readonly IReadOnlyList<PortRule> _inputs = inputs;
    private readonly IReadOnlyList<PortRule> _outputs = outputs;

    public static GraphContract TextEncoder { get; } = new(
        [new(["input_ids"], PortRule.Whole, [2])],
        [new(["last_hidden_state"], PortRule.Fractions, [3])]);

    public static GraphContract UnconditionalUnet { get; } = new(
        [new(["sample"], PortRule.Fractions, [4]), new(["timestep"], PortRule.Any, [0, 1])],
        [new(["out_sample", "sample", "noise_pred"], PortRule.Fractions, [4])]);

    public static GraphContract Unet { get; } = new(
        [.. UnconditionalUnet._inputs, new(["encoder_hidden_states"], PortRule.Fractions, [3])],
        UnconditionalUnet._outputs);

    public static GraphContract VaeEncoder { get; } = new(
        [new(["sample"], PortRule.Fractions, [4])],
        [new(["latent_parameters", "latent_sample"], PortRule.Fractions, [4])]);

    public static GraphContract VaeDecoder { get; } = new(
        [new(["latent_sample"], PortRule.Fractions, [4])],
        [new(["sample"], PortRule.Fractions, [4])]);

    public static GraphContract Describer { get; } = new(
        [new(["sample"], PortRule.Fractions, [4])],
        [new(["logits"], PortRule.Fractions, [2])]);

    /// <summary>Returns the same contract with more optional inputs.</summary>
    public GraphContract With(IReadOnlyList<string> more) => new(_inputs, _outputs, more);

    /// <exception cref="ModelException">The graph has other inputs or outputs.</exception>
    public void Check(string path, OnnxOutline outline)
    {
        foreach (var rule in _inputs)
        {
            rule.Check(path, rule.Names.Select(outline.Input).FirstOrDefault(port => port is not null), "an input", outline.Inputs);
        }

        if (outline.Inputs.Any(input => !_inputs.Any(rule => rule.Names.Contains(input.Name)) && optional?.Contains(input.Name) != true))
        {
            throw ModelException.DoesNotFit(
                path, $"no input except {string.Join(", ", _inputs.SelectMany(rule => rule.Names))}", string.Join(", ", outline.Inputs.Select(input => input.Name)));
        }

        foreach (var rule in _outputs)
        {
            // A single output is the right one, whatever an exporter calls it.
            var port = rule.Names.Select(outline.Output).FirstOrDefault(port => port is not null) ?? (outline.Outputs is [var only] ? only : null);
            rule.Check(path, port, "an output", outline.Outputs);
        }
    }
}

/// <summary>The rule for an input or output.</summary>
/// <param name="Names">Its name, or its names in different exporters.</param>
/// <param name="Types">The allowed element types.</param>
/// <param name="Ranks">The allowed ranks.</param>
internal sealed record PortRule(IReadOnlyList<string> Names, IReadOnlyList<string> Types, IReadOnlyList<int> Ranks)
{
    public static readonly IReadOnlyList<string> Fractions = ["float32", "float16", "float64"];
    public static readonly IReadOnlyList<string> Whole = ["int64", "int32"];
    public static readonly IReadOnlyList<string> Any = [.. Fractions, .. Whole];

    /// <exception cref="ModelException">The port is missing or does not match.</exception>
    public void Check(string path, GraphPort? port, string kind, IEnumerable<GraphPort> all)
    {
        var name = string.Join(" or ", Names);
        if (port is null)
        {
            throw ModelException.DoesNotFit(path, $"{kind} named {name}", string.Join(", ", all.Select(other => other.Name)));
        }

        if (!Types.Contains(port.Type))
        {
            throw ModelException.DoesNotFit(path, $"{port.Name} of {string.Join(" or ", Types)}", port.Type);
        }

        if (port.Dimensions is { } dimensions && !Ranks.Contains(dimensions.Count))
        {
            throw ModelException.DoesNotFit(path, $"{port.Name} of rank {string.Join(" or ", Ranks)}", $"rank {dimensions.Count}");
        }
    }
}
