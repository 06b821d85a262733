using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>A mask drawn by the user: the same at every step.</summary>
/// <remarks>Stateless after construction; safe to share between threads.</remarks>
public sealed class FixedBlendMask : IBlendMask
{
    private readonly double[] _values;

    /// <summary>Creates a mask over a latent.</summary>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="cells">One number per cell, Height × Width, row by row, 0 (stays) to 1 (may change).</param>
    /// <exception cref="ArgumentException">The number of cells is wrong.</exception>
    public FixedBlendMask(LatentShape shape, ReadOnlySpan<double> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, shape.Height * shape.Width, nameof(cells));
        var mask = new LatentMask(shape);
        cells.CopyTo(mask.Cells);
        _values = new double[shape.Length];
        mask.CopyTo(_values);
    }

    /// <inheritdoc/>
    public bool TryRead(int node, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> mask)
    {
        _values.CopyTo(mask);
        return true;
    }
}
