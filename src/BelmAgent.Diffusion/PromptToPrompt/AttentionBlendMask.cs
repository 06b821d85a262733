using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.PromptToPrompt;

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

/// <summary>The time at which a blend acts, and the rules that turn a map into a mask.</summary>
public sealed record BlendSettings
{
    /// <summary>
    /// Gets the share of the steps, from the noisy end, that pass before the blend begins; 0 to 1, 1 is at the clean picture alone.
    /// Default: 0.2.
    /// </summary>
    public double Start { get; init; } = 0.2;

    /// <summary>Gets the share of a map's largest value above which a cell may change; 0 to 1. Default: 0.3.</summary>
    public double Threshold { get; init; } = 0.3;

    /// <summary>
    /// Gets whether an attention map's smallest value is subtracted before the threshold is taken, so that <see cref="Threshold"/> is
    /// a share of the map's range. LocalBlend's own rule does not. Small models attend to every word a little everywhere, and there
    /// the range says what stands out. Default: false.
    /// </summary>
    public bool SubtractMinimum { get; init; }

    /// <summary>
    /// Gets the cells by which the mask grows on all sides, at least 0: cells of the attention maps, or of the latent where departures
    /// are compared. Default: 1, which is LocalBlend's pooling over 3 × 3.
    /// </summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Returns whether a state is blended.</summary>
    /// <param name="node">The node that was just reached.</param>
    /// <param name="lastNode">The node where sampling started.</param>
    internal bool Covers(int node, int lastNode) => node == 0 || lastNode - node > (int)(Start * lastNode);
}
