using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>Attention control in plain loops, as in the papers: on entire maps, keys and values.</summary>
internal sealed class HostControl
{
    private readonly CutUnet _unet;
    private readonly ControlSetting _setting;
    private readonly UnetRows _rows;
    private readonly List<string> _controlled;
    private readonly List<string> _mutual;
    private readonly HashSet<string> _blended;

    /// <param name="unet">The cut network.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="rows">The batch; the last row is the target, the one before it the source.</param>
    /// <param name="native">The network's native latent size.</param>
    /// <param name="maxSelfTokens">Self layers with more tokens than this, in the batch, keep their maps.</param>
    /// <param name="blendTokens">The largest cross layers with at most this many native tokens are blended.</param>
    public HostControl(CutUnet unet, ControlSetting setting, UnetRows rows, LatentShape native, int maxSelfTokens, int blendTokens)
    {
        (_unet, _setting, _rows) = (unet, setting, rows);
        var seen = unet.Observe(rows);
        long Native(CutLayer layer) => seen[layer.Probabilities].Shape[^2] * (native.Height * native.Width) / (rows.Shape.Height * rows.Shape.Width);
        _mutual = [.. unet.Layers.Where(layer => !layer.IsCross).Select(layer => layer.Probabilities)];
        _controlled = [.. unet.Layers.Where(layer => !layer.IsCross && seen[layer.Probabilities].Shape[^2] <= maxSelfTokens).Select(layer => layer.Probabilities)];
        var candidates = unet.Layers.Where(layer => layer.IsCross && Native(layer) <= blendTokens).ToList();
        _blended = [.. candidates.Where(layer => Native(layer) == candidates.Max(Native)).Select(layer => layer.Probabilities)];
    }

    /// <summary>Gets the sum over the blended layers for the source's words in the last <see cref="Run"/>.</summary>
    public double[] BlendSource { get; private set; } = [];

    /// <summary>Gets the same for the target's words, in its maps after control.</summary>
    public double[] BlendTarget { get; private set; } = [];

    private int Target => _rows.Count - 1;

    private int Source => Math.Max(_rows.Count - 2, 0);

    /// <summary>Returns the predicted noise of all rows.</summary>
    public float[] Run()
    {
        (BlendSource, BlendTarget) = ([], []);
        return _unet.Run(_rows, Mix);
    }

    private HostTensor Mix(CutLayer layer, string name, HostTensor tensor)
    {
        var values = (float[])tensor.Values.Clone();
        if (name != layer.Probabilities)
        {
            MixRows(values, _setting.Mutual[_mutual.IndexOf(layer.Probabilities)], Enumerable.Range(0, _rows.Count), _setting.Sources);
        }
        else if (layer.IsCross)
        {
            Cross(values, (int)tensor.Shape[^1]);
            if (_blended.Contains(name))
            {
                Blend(values, (int)tensor.Shape[^2], (int)tensor.Shape[^1]);
            }
        }
        else if (_controlled.IndexOf(name) is >= 0 and var gate)
        {
            MixRows(values, _setting.Self[gate], [Target], []);
        }

        return tensor with { Values = values };
    }

    // X_row ← g·X_src + (1 − g)·X_row
    private void MixRows(float[] values, float gate, IEnumerable<int> rows, int[] sources)
    {
        var size = values.Length / _rows.Count;
        var before = (float[])values.Clone();
        foreach (var row in rows)
        {
            var source = before.AsSpan((sources.Length == 0 ? Source : sources[row]) * size, size);
            for (var i = 0; i < size; i++)
            {
                ref var value = ref values[(row * size) + i];
                value = (gate * source[i]) + ((1 - gate) * value);
            }
        }
    }

    // A_tgt ← A_src·W₁ + A_tgt ⊙ w₂, for each head and query
    private void Cross(float[] values, int words)
    {
        var size = values.Length / _rows.Count;
        var source = values.AsSpan(Source * size, size).ToArray();
        for (var start = 0; start < size; start += words)
        {
            for (var n = 0; n < words; n++)
            {
                ref var value = ref values[(Target * size) + start + n];
                var sum = (double)value * _setting.Keep[n];
                for (var k = 0; k < words; k++)
                {
                    sum += (double)source[start + k] * _setting.Map[(k * words) + n];
                }

                value = (float)sum;
            }
        }
    }

    private void Blend(float[] values, int queries, int words)
    {
        BlendSource = Sum(BlendSource, Source, _setting.BlendSource);
        BlendTarget = Sum(BlendTarget, Target, _setting.BlendTarget);

        double[] Sum(double[] sum, int row, float[] weights)
        {
            sum = sum.Length == 0 ? new double[queries] : sum;
            var size = values.Length / _rows.Count;
            var heads = size / (queries * words);
            for (var i = 0; i < size; i++)
            {
                sum[i / words % queries] += (double)values[(row * size) + i] * weights[i % words] / heads;
            }

            return sum;
        }
    }
}
