using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.LocalBlend;

/// <summary>
/// LocalBlend of prompt-to-prompt (Hertz et al. 2022): open where the attention to some words, summed over all steps so far,
/// is above a share of its range, in the source or in the target.
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
    private readonly LatentMask _mask;
    private readonly LatentMask _other;

    /// <summary>A mask for one run.</summary>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="lastNode">The node where sampling begins.</param>
    /// <param name="settings">When it acts and how.</param>
    /// <param name="mapHeight">Rows of the attention maps.</param>
    /// <param name="mapWidth">Columns of the attention maps.</param>
    public AttentionBlendMask(LatentShape shape, int lastNode, BlendSettings settings, int mapHeight, int mapWidth)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_shape, _lastNode, _settings, _height, _width) = (shape, lastNode, settings, mapHeight, mapWidth);
        _source = new double[mapHeight * mapWidth];
        _target = new double[mapHeight * mapWidth];
        (_mask, _other) = (new LatentMask(shape), new LatentMask(shape));
    }

    /// <summary>Adds the maps of a step.</summary>
    /// <param name="source">Attention of the source to its words, mapHeight × mapWidth, row by row.</param>
    /// <param name="target">Attention of the target to its words.</param>
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

        Fill(_mask, _source);
        Fill(_other, _target);
        for (var k = 0; k < _mask.Cells.Length; k++)
        {
            _mask.Cells[k] = Math.Max(_mask.Cells[k], _other.Cells[k]);
        }

        _mask.CopyTo(mask);
        return true;
    }

    // Nearest neighbour from the maps' size to the latent's, whichever is larger.
    private void Fill(LatentMask mask, double[] map)
    {
        for (var y = 0; y < _shape.Height; y++)
        {
            for (var x = 0; x < _shape.Width; x++)
            {
                mask.Cells[(y * _shape.Width) + x] = map[(y * _height / _shape.Height * _width) + (x * _width / _shape.Width)];
            }
        }

        // Small models attend to every word a little everywhere: what counts is what stands out.
        var floor = mask.Cells.Min();
        mask.Dilate(_settings.Dilation * Math.Max(1, _shape.Width / _width));
        mask.Threshold(_settings.Threshold, floor);
    }
}
