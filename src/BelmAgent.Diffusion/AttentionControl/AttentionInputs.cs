using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.PromptToPrompt;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>
/// Controls the attention of a batch. The last row is the target and the one before it the source; earlier rows are affected only by
/// <see cref="SetMutual"/>. In a batch of one, the row is its own source.
/// </summary>
/// <remarks>
/// All controls are initially off and keep their values until set again. L is the text encoder's length. Allocates nothing after
/// construction. Not safe to share between threads.
/// </remarks>
public sealed class AttentionInputs
{
    private readonly OnnxRun _run;
    private readonly TensorBuffer _map;
    private readonly TensorBuffer _keep;
    private readonly TensorBuffer? _self;
    private readonly TensorBuffer _mutual;
    private readonly TensorBuffer _mutualSource;
    private readonly float[] _lastSource;
    private readonly TensorBuffer? _blendSource;
    private readonly TensorBuffer? _blendTarget;
    private readonly TensorBuffer? _blend;

    internal AttentionInputs(OnnxRun run, AttentionLayout layout, LatentShape shape, int words, int rows)
    {
        _run = run;
        Rows = rows;
        _lastSource = [.. Enumerable.Repeat((float)Math.Max(0, rows - 2), rows)];
        Words = words;
        _map = run.BindInput(ControlNames.CrossMap, words, words);
        _keep = run.BindInput(ControlNames.CrossKeep, words);
        _mutual = run.BindInput(ControlNames.Mutual, layout.Mutual.Count);
        _mutualSource = run.BindInput(ControlNames.MutualSource, rows);
        _self = layout.Self.Count > 0 ? run.BindInput(ControlNames.Self, layout.Self.Count) : null;
        if (layout.BlendTokens > 0)
        {
            (_, BlendHeight, BlendWidth) = shape.Halved(layout.BlendLevel);
            _blendSource = run.BindInput(ControlNames.BlendSource, words);
            _blendTarget = run.BindInput(ControlNames.BlendTarget, words);
            _blend = run.BindOutput(ControlNames.Blend, 2, BlendHeight * BlendWidth);
        }

        Release();
    }

    /// <summary>Gets the length L.</summary>
    public int Words { get; }

    /// <summary>Gets the number of rows in the batch.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of rows of the blend maps at the batch's latent size; 0 if the UNet has none.</summary>
    public int BlendHeight { get; }

    /// <summary>Gets the number of columns of the blend maps at the batch's latent size; 0 if the UNet has none.</summary>
    public int BlendWidth { get; }

    /// <summary>
    /// Sets every cross layer's map to A_tgt ← A_src·W₁ + A_tgt·diag(w₂). All cross controls of prompt-to-prompt (Hertz et al., 2022)
    /// have this form: replacement, refinement and re-weighting, each with its schedule.
    /// </summary>
    /// <param name="map">W₁ [L, L], row by row: source token, target token. Off: zeros.</param>
    /// <param name="keep">w₂ [L]. Off: ones.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a number is not finite.</exception>
    public void SetCross(ReadOnlySpan<float> map, ReadOnlySpan<float> keep)
    {
        Check(_map, map, nameof(map));
        Check(_keep, keep, nameof(keep));
        Write(_map, ControlNames.CrossMap, map);
        Write(_keep, ControlNames.CrossKeep, keep);
    }

    /// <summary>Sets the controlled self layers' maps to A_tgt ← g·A_src + (1 − g)·A_tgt (Prompt-to-Prompt's self replacement).</summary>
    /// <param name="gates">g, 0 to 1, one for each layer of <see cref="AttentionLayout.Self"/>. Off: zeros.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a gate is not between 0 and 1.</exception>
    public void SetSelf(ReadOnlySpan<float> gates)
    {
        CheckGates(_self, gates);
        Write(_self, ControlNames.Self, gates);
    }

    /// <summary>
    /// Lets rows attend to a source: K ← m·K_src + (1 − m)·K and likewise V in all rows, each with its own Q (MasaCtrl, Cao et al.,
    /// 2023).
    /// </summary>
    /// <param name="gates">m, 0 to 1, one for each layer of <see cref="AttentionLayout.Mutual"/>. Off: zeros.</param>
    /// <param name="sources">
    /// The row that each row attends to, <see cref="Rows"/> numbers from 0 to <see cref="Rows"/> − 1; a source attends to itself.
    /// Empty: all rows attend to the row before the last.
    /// </param>
    /// <exception cref="ArgumentException">A length is wrong, a gate is not between 0 and 1, or there is no such row.</exception>
    public void SetMutual(ReadOnlySpan<float> gates, ReadOnlySpan<int> sources = default)
    {
        CheckGates(_mutual, gates);
        Span<float> rows = stackalloc float[sources.Length];
        CheckLength(Rows, sources.IsEmpty ? Rows : sources.Length, nameof(sources));
        for (var row = 0; row < sources.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sources[row], nameof(sources));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sources[row], Rows, nameof(sources));
            rows[row] = sources[row];
        }

        Write(_mutual, ControlNames.Mutual, gates);
        Write(_mutualSource, ControlNames.MutualSource, sources.IsEmpty ? _lastSource : rows);
    }

    /// <summary>Selects the words whose maps <see cref="ReadBlend"/> reads.</summary>
    /// <param name="source">A weight [L] for each of the source's tokens: 1 for the words, 0 for others.</param>
    /// <param name="target">A weight [L] for each of the target's tokens.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The UNet has no layer for blending (<see cref="AttentionLayout.BlendTokens"/> is 0).</exception>
    public void SetBlendWords(ReadOnlySpan<float> source, ReadOnlySpan<float> target)
    {
        RequireBlend();
        Check(_blendSource, source, nameof(source));
        Check(_blendTarget, target, nameof(target));
        Write(_blendSource, ControlNames.BlendSource, source);
        Write(_blendTarget, ControlNames.BlendTarget, target);
    }

    /// <summary>
    /// Reads from the last run the sum over the blended layers of the mean over heads of A·b: the source's map with the source's
    /// words, and the target's map (after control) with the target's.
    /// </summary>
    /// <param name="source">Receives <see cref="BlendHeight"/> × <see cref="BlendWidth"/> values, row by row.</param>
    /// <param name="target">Receives the same number of values.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="InvalidOperationException">The UNet has no layer for blending.</exception>
    public void ReadBlend(Span<double> source, Span<double> target)
    {
        RequireBlend();
        CheckLength(BlendHeight * BlendWidth, source.Length, nameof(source));
        CheckLength(BlendHeight * BlendWidth, target.Length, nameof(target));
        _blend.Read(source);
        _blend.Read(target, source.Length);
    }

    /// <summary>Turns everything off, so that the network computes the same as without control.</summary>
    public void Release()
    {
        Fill(_map, ControlNames.CrossMap, 0);
        Fill(_keep, ControlNames.CrossKeep, 1);
        Fill(_self, ControlNames.Self, 0);
        Fill(_mutual, ControlNames.Mutual, 0);
        Write(_mutualSource, ControlNames.MutualSource, _lastSource);
        Fill(_blendSource, ControlNames.BlendSource, 0);
        Fill(_blendTarget, ControlNames.BlendTarget, 0);
    }

    private void Write(TensorBuffer? buffer, string name, ReadOnlySpan<float> values)
    {
        if (buffer is not null)
        {
            buffer.Write(values);
            _run.Refresh(name);
        }
    }

    private void Fill(TensorBuffer? buffer, string name, float value)
    {
        if (buffer is not null)
        {
            buffer.Fill(value);
            _run.Refresh(name);
        }
    }

    private static void Check(TensorBuffer? buffer, ReadOnlySpan<float> values, string name)
    {
        CheckLength(buffer?.Length ?? 0, values.Length, name);
        if (values.Length > 0 && !TensorPrimitives.IsFiniteAll(values))
        {
            throw new ArgumentException("Numbers of attention control must be finite.", name);
        }
    }

    private static void CheckGates(TensorBuffer? buffer, ReadOnlySpan<float> gates)
    {
        CheckLength(buffer?.Length ?? 0, gates.Length, nameof(gates));
        foreach (var gate in gates)
        {
            if (!(gate is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(gates), gate, "A gate must be in 0 to 1.");
            }
        }
    }

    private static void CheckLength(int expected, int found, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{expected} numbers are needed, {found} were given.", name);
        }
    }

    [MemberNotNull(nameof(_blend))]
    private void RequireBlend()
    {
        if (_blend is null)
        {
            throw new InvalidOperationException("The UNet has no cross layer that is small enough to blend by; raise Belm:Attention:BlendTokens.");
        }
    }
}

/// <summary>Inputs and outputs that an edited graph has in addition to the UNet's own. All are float32.</summary>
internal static class ControlNames
{
    /// <summary>W₁ [L, L]: the weight of the source's map for each of the target's words.</summary>
    public const string CrossMap = "control_cross_map";

    /// <summary>w₂ [L]: the weight of the target's own map for each of its words.</summary>
    public const string CrossKeep = "control_cross_keep";

    /// <summary>g, one for each self layer whose map is controlled.</summary>
    public const string Self = "control_self";

    /// <summary>m, one for each self layer.</summary>
    public const string Mutual = "control_mutual";

    /// <summary>The row whose keys and values are mixed in by m, for each row of the batch.</summary>
    public const string MutualSource = "control_mutual_source";

    /// <summary>Weights [L] of the source's words in its blend map.</summary>
    public const string BlendSource = "control_blend_source";

    /// <summary>Weights [L] of the target's words in its blend map.</summary>
    public const string BlendTarget = "control_blend_target";

    /// <summary>The names of all inputs.</summary>
    public static readonly string[] Inputs = [CrossMap, CrossKeep, Self, Mutual, MutualSource, BlendSource, BlendTarget];

    /// <summary>The blend maps [2, Q]: the source's, then the target's.</summary>
    public const string Blend = "control_blend";
}
