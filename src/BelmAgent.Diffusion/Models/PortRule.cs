using BelmAgent.Diffusion.Models.Outline;

namespace BelmAgent.Diffusion.Models;

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
