using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>
/// A mask computed from the edit itself: open where the target departs from the source by more than a share of its largest departure.
/// DiffEdit (Couairon et al. 2023) compares two noises for this; here the exact trajectory provides the comparison at every step at no
/// cost.
/// </summary>
/// <remarks>Belongs to one run; not safe to share between threads.</remarks>
public sealed class DepartureBlendMask : IBlendMask
{
    private readonly LatentShape _shape;
    private readonly int _lastNode;
    private readonly BlendSettings _settings;
    private readonly LatentMask _mask;

    /// <summary>Creates a mask for one run.</summary>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="lastNode">The node where sampling starts.</param>
    /// <param name="settings">The time and shape of the blend.</param>
    public DepartureBlendMask(LatentShape shape, int lastNode, BlendSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_shape, _lastNode, _settings, _mask) = (shape, lastNode, settings, new LatentMask(shape));
    }

    /// <inheritdoc/>
    public bool TryRead(int node, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> mask)
    {
        if (!_settings.Covers(node, _lastNode))
        {
            return false;
        }

        Array.Clear(_mask.Cells);
        for (var k = 0; k < source.Length; k++)
        {
            var departure = target[k] - source[k];
            _mask.Cells[k % _mask.Cells.Length] += departure * departure;
        }

        for (var k = 0; k < _mask.Cells.Length; k++)
        {
            _mask.Cells[k] = Math.Sqrt(_mask.Cells[k] / _shape.Channels);
        }

        _mask.Threshold(_settings.Threshold);
        _mask.Dilate(_settings.Dilation);
        _mask.CopyTo(mask);
        return true;
    }
}
