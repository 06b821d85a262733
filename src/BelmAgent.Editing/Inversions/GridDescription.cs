using System.Text.Json.Serialization;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>A time grid in full, so that an inversion is never resumed on a different one.</summary>
/// <remarks>Two descriptions are equal if all numbers are equal bit for bit. Immutable by convention; safe to share between threads.</remarks>
public sealed record GridDescription
{
    /// <summary>Gets the timestep of each node as given to the network, from the clean picture to pure noise.</summary>
    [JsonPropertyName("timesteps")]
    public required IReadOnlyList<double> Timesteps { get; init; }

    /// <summary>Gets the signal scale α of each node, in (0, 1]; as many as <see cref="Timesteps"/>.</summary>
    [JsonPropertyName("alphas")]
    public required IReadOnlyList<double> Alphas { get; init; }

    /// <summary>Describes a grid.</summary>
    internal static GridDescription From(TimeGrid grid) => new()
    {
        Timesteps = [.. Enumerable.Range(0, grid.Steps + 1).Select(i => grid[i].Timestep)],
        Alphas = [.. Enumerable.Range(0, grid.Steps + 1).Select(i => grid[i].Alpha)],
    };

    /// <inheritdoc/>
    public bool Equals(GridDescription? other) =>
        other is not null && SameBits(Timesteps, other.Timesteps) && SameBits(Alphas, other.Alphas);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in Timesteps.Concat(Alphas))
        {
            hash.Add(BitConverter.DoubleToInt64Bits(number));
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns a short form for messages: the number of nodes, and the first node that differs from another grid.</summary>
    internal string Describe(GridDescription other)
    {
        var node = Enumerable.Range(0, Math.Min(Timesteps.Count, Alphas.Count)).FirstOrDefault(
            i => i >= other.Timesteps.Count || i >= other.Alphas.Count
                || !Timesteps[i].Equals(other.Timesteps[i]) || !Alphas[i].Equals(other.Alphas[i]),
            -1);
        return node < 0
            ? $"{Timesteps.Count} nodes"
            : FormattableString.Invariant($"{Timesteps.Count} nodes, node {node} at t = {Timesteps[node]}, α = {Alphas[node]:R}");
    }

    private static bool SameBits(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        first.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(second.Select(BitConverter.DoubleToInt64Bits));
}
