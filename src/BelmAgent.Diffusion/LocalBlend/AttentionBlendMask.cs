using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.LocalBlend;

/// <summary>
/// LocalBlend of prompt-to-prompt (Hertz et al. 2022): open where the attention to some words, summed over all steps so far and
/// max-pooled over its neighbours, exceeds a share of its maximum, in the source or in the target. With
/// <see cref="BlendSettings.SubtractMinimum"/> it is a share of the map's range instead.
/// </summary>
/// <remarks>Belongs to one run; not safe to share between threads.</remarks>
public sealed class AttentionBlendMask : IBlendMask
{
    private readonly LatentShape _shape;
    private readonly int _lastNode;
    private readonly BlendSettings _settings;
    private readonly int _height;
    private readonly int _width;
    private readonly double[] _source;
    private readonly double[] _target;
    private readonly LatentMask _pooled;
    private readonly double[] _open;

    /// <summary>Creates a mask for one run.</summary>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="lastNode">The node where sampling starts.</param>
    /// <param name="settings">The time and shape of the blend.</param>
    /// <param name="mapHeight">Number of rows of the attention maps.</param>
    /// <param name="mapWidth">Number of columns of the attention maps.</param>
    public AttentionBlendMask(LatentShape shape, int lastNode, BlendSettings settings, int mapHeight, int mapWidth)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_shape, _lastNode, _settings, _height, _width) = (shape, lastNode, settings, mapHeight, mapWidth);
        _source = new double[mapHeight * mapWidth];
        _target = new double[mapHeight * mapWidth];
        _pooled = new LatentMask(new LatentShape(shape.Channels, mapHeight, mapWidth));
        _open = new double[mapHeight * mapWidth];
    }

    /// <summary>Adds the maps of a step.</summary>
    /// <param name="source">The source's attention to its words, mapHeight × mapWidth, row by row.</param>
    /// <param name="target">The target's attention to its words.</param>
    public void Add(ReadOnlySpan<double> source, ReadOnlySpan<double> target)
    {
        for (var k = 0; k < _source.Length; k++)
        {
            _source[k] += source[k];
            _target[k] += target[k];
        }
    }

    /// <inheritdoc/>
    public bool TryRead(int node, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> mask)
    {
        if (!_settings.Covers(node, _lastNode))
        {
            return false;
        }

        Array.Clear(_open);
        Open(_source);
        Open(_target);
        Spread(mask);
        return true;
    }

    private void Open(double[] map)
    {
        map.CopyTo(_pooled.Cells, 0);
        var floor = _settings.SubtractMinimum ? map.Min() : 0;
        _pooled.Dilate(_settings.Dilation);
        _pooled.Threshold(_settings.Threshold, floor);
        for (var k = 0; k < _open.Length; k++)
        {
            _open[k] = Math.Max(_open[k], _pooled.Cells[k]);
        }
    }

    // Nearest neighbour from the size of the maps to that of the latent, whichever is larger.
    private void Spread(Span<double> mask)
    {
        for (var k = 0; k < mask.Length; k++)
        {
            var (y, x) = (k / _shape.Width % _shape.Height, k % _shape.Width);
            mask[k] = _open[(y * _height / _shape.Height * _width) + (x * _width / _shape.Width)];
        }
    }
}
