using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Bounds an edit by the user's mask and the edit's own mask, whichever is tighter, and records the result.</summary>
/// <remarks>Belongs to one run.</remarks>
internal sealed class BoundingMask(int cells, IBlendMask? drawn, IBlendMask? given) : IBlendMask
{
    private double[] _other = [];

    /// <summary>Gets one number per cell of the finished picture, 1 where it could change; empty before the run ends.</summary>
    public double[] Last { get; private set; } = [];

    /// <inheritdoc/>
    public bool TryRead(int node, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> mask)
    {
        var bounded = drawn?.TryRead(node, source, target, mask) ?? false;
        if (given is not null)
        {
            if (_other.Length != mask.Length)
            {
                _other = new double[mask.Length];
            }

            given.TryRead(node, source, target, _other);
            for (var k = 0; k < mask.Length; k++)
            {
                mask[k] = bounded ? Math.Min(mask[k], _other[k]) : _other[k];
            }

            bounded = true;
        }

        if (node == 0 && bounded)
        {
            Last = mask[..cells].ToArray();
        }

        return bounded;
    }
}
