using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>
/// Predicts the noise ε(x, t) of an edit's target that shares attention with its source. The source runs in the same batch, and its
/// row is overwritten from its exact trajectory at every call (Direct Inversion, Ju et al. 2024). Rows are [target|∅, source|prompt,
/// target|prompt], preceded by [source|∅] if mutual self-attention needs it (<see cref="SharedAttention.NeedsUnconditionalSource"/>).
/// </summary>
/// <remarks>
/// At steps that share nothing, the source's row is omitted. Samplers need not know about any of this. Allocates nothing after
/// construction. Not safe to share between threads.
/// </remarks>
public sealed class SharedAttentionPredictor : INoisePredictor, IDisposable
{
    private readonly SharedAttention _shared;
    private readonly Trajectory _source;
    private readonly int _steps;
    private readonly PredictionType _prediction;
    private readonly double _guidance;
    private readonly UnetBatch _together;
    private readonly UnetBatch _alone;
    private readonly double[] _unconditional;
    private readonly bool _hasUnconditionalSource;
    private readonly float[] _map;
    private readonly float[] _keep;
    private readonly float[] _self;
    private readonly bool[] _isShared;
    private readonly float[] _mutual;
    private readonly int[] _mutualSources;
    private readonly double[] _sourceMap;
    private readonly double[] _targetMap;
    private AttentionBlendMask? _maps;

    internal SharedAttentionPredictor(
        DenoisingNetwork network, string sourcePrompt, GuidedPrompt target, Trajectory source, SharedAttention shared, CancellationToken cancellationToken)
    {
        var (unet, encoder, shape, prediction) = network;
        var guidance = target.Guidance;
        var text = encoder ?? throw new InvalidOperationException("An unconditional network shares no attention.");
        ArgumentOutOfRangeException.ThrowIfLessThan(guidance, 1);
        var layout = unet.Attention ?? throw new InvalidOperationException("The UNet was loaded without attention control.");
        (_shared, _source, _steps, _prediction, _guidance) = (shared, source, source.LastNode, prediction, guidance);
        var rows = guidance == 1 ? 1 : 2;
        // Encoding may be cancelled or fail, so it comes before anything is bound.
        var wanted = text.Encode(target.Text, cancellationToken).Span;
        var origin = text.Encode(sourcePrompt, cancellationToken).Span;
        var nothing = text.Encode(target.Negative, cancellationToken).Span;
        _hasUnconditionalSource = shared.NeedsUnconditionalSource(sourcePrompt, target.Negative, guidance);
        _together = unet.CreateBatch(rows + (_hasUnconditionalSource ? 2 : 1), shape, text);
        _alone = unet.CreateBatch(rows, shape, text);
        _together.SetCondition(_together.Rows - 1, wanted);
        _together.SetCondition(_together.Rows - 2, origin);
        _alone.SetCondition(rows - 1, wanted);
        for (var row = 0; row < _together.Rows - 2; row++)
        {
            _together.SetCondition(row, nothing);
        }

        if (rows == 2)
        {
            _alone.SetCondition(0, nothing);
        }

        _unconditional = new double[shape.Length];
        _map = new float[text.Length * text.Length];
        _keep = new float[text.Length];
        _self = new float[layout.Self.Count];
        _isShared = [.. layout.Self.Select(layer => layout.IsShared(layer, shape))];
        _mutual = new float[layout.Mutual.Count];
        _mutualSources = _hasUnconditionalSource ? [0, 0, 2, 2] : [.. Enumerable.Repeat(_together.Rows - 2, _together.Rows)];
        _sourceMap = new double[Control.BlendHeight * Control.BlendWidth];
        _targetMap = new double[_sourceMap.Length];
        if (shared.Blends)
        {
            Control.SetBlendWords(Select(shared.SourceBlendTokens, text.Length), Select(shared.TargetBlendTokens, text.Length));
        }
    }

    /// <summary>Gets the number of UNet row evaluations so far.</summary>
    public int Evaluations => _together.Evaluations + _alone.Evaluations;

    private AttentionInputs Control => _together.Control!;

    /// <summary>Creates the mask that follows from the attention to the blend's words at each step.</summary>
    /// <param name="settings">The time and shape of the blend.</param>
    /// <exception cref="InvalidOperationException">The blend has no words.</exception>
    public AttentionBlendMask CreateBlendMask(BlendSettings settings) => _shared.Blends
        ? _maps = new AttentionBlendMask(_together.Shape, _steps, settings, Control.BlendHeight, Control.BlendWidth)
        : throw new InvalidOperationException("No word bounds the change.");

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        // A start rule or an inversion may call slightly beyond the ends of the window.
        var step = Math.Clamp(_steps - node.Index, 0, _steps - 1);
        var together = _shared.NeedsSource(step, _steps);
        var batch = together ? _together : _alone;
        for (var row = 0; row < batch.Rows; row++)
        {
            batch.SetSample(row, sample);
        }

        if (together)
        {
            batch.SetSample(batch.Rows - 2, _source.State(node.Index));
            if (_hasUnconditionalSource)
            {
                batch.SetSample(0, _source.State(node.Index));
            }

            Share(step);
        }

        batch.Run(node.Timestep, cancellationToken);
        batch.GetOutput(batch.Rows - 1, noise);
        if (_guidance != 1)
        {
            batch.GetOutput(together && _hasUnconditionalSource ? 1 : 0, _unconditional);
            ClassifierFreeGuidance.Combine(_unconditional, noise, _guidance, noise);
        }

        PredictedNoise.Convert(_prediction, sample, node, noise);
        if (together && _maps is not null)
        {
            Control.ReadBlend(_sourceMap, _targetMap);
            _maps.Add(_sourceMap, _targetMap);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _together.Dispose();
        _alone.Dispose();
    }

    private void Share(int step)
    {
        if (_shared.Cross is { } cross)
        {
            cross.Write(step, _steps, _map, _keep);
            Control.SetCross(_map, _keep);
        }

        var self = (float)_shared.Self.Weight(step, _steps);
        for (var layer = 0; layer < _self.Length; layer++)
        {
            _self[layer] = _isShared[layer] ? self : 0;
        }

        Control.SetSelf(_self);
        var mutual = (float)_shared.Mutual.Weight(step, _steps);
        for (var layer = 0; layer < _mutual.Length; layer++)
        {
            _mutual[layer] = layer >= _shared.MutualFrom * _mutual.Length ? mutual : 0;
        }

        Control.SetMutual(_mutual, _mutualSources);
    }

    private static float[] Select(IReadOnlyList<int> tokens, int length)
    {
        var selected = new float[length];
        foreach (var n in tokens)
        {
            selected[n] = 1;
        }

        return selected;
    }
}
