namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>
/// The target's cross attention as a linear map of the source's and its own, A ← A_source·W₁ + A ⊙ w₂. Replace, Refine and Reweight of
/// prompt-to-prompt (Hertz et al. 2022) all have this form, with W₁ = P·diag(a ⊙ eq ⊙ α) and w₂ = a ⊙ eq ⊙ (1 − α) + (1 − a), where a
/// is the weight of each token's window.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class CrossAttentionEdit
{
    private readonly TokenAlignment _alignment;
    private readonly AttentionWindow[] _windows;
    private readonly float[] _factors;

    /// <summary>Creates an edit of cross attention.</summary>
    /// <param name="alignment">The tokens that share attention.</param>
    /// <param name="window">The steps at which they do.</param>
    public CrossAttentionEdit(TokenAlignment alignment, AttentionWindow window)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        _alignment = alignment;
        _windows = new AttentionWindow[alignment.Length];
        _factors = new float[alignment.Length];
        Array.Fill(_windows, window);
        Array.Fill(_factors, 1);
    }

    private CrossAttentionEdit(TokenAlignment alignment, AttentionWindow[] windows, float[] factors) =>
        (_alignment, _windows, _factors) = (alignment, windows, factors);

    /// <summary>Gets the number of token positions L.</summary>
    public int Length => _alignment.Length;

    /// <summary>Returns the same edit with another window for some tokens.</summary>
    /// <param name="positions">Positions in the target prompt.</param>
    /// <param name="window">Their window.</param>
    public CrossAttentionEdit WithWindow(IEnumerable<int> positions, AttentionWindow window)
    {
        ArgumentNullException.ThrowIfNull(positions);
        AttentionWindow[] windows = [.. _windows];
        foreach (var n in positions)
        {
            windows[n] = window;
        }

        return new CrossAttentionEdit(_alignment, windows, _factors);
    }

    /// <summary>Returns the same edit with the attention to some tokens multiplied (Reweight).</summary>
    /// <param name="positions">Positions in the target prompt.</param>
    /// <param name="factor">eq, at least 0; 1 changes nothing. Rows of the map are not normalised again.</param>
    public CrossAttentionEdit WithFactor(IEnumerable<int> positions, double factor)
    {
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        float[] factors = [.. _factors];
        foreach (var n in positions)
        {
            factors[n] = (float)factor;
        }

        return new CrossAttentionEdit(_alignment, _windows, factors);
    }

    /// <summary>Returns whether any token's window is at least partly open at a step.</summary>
    /// <param name="step">The step, from 0 at the noisy end.</param>
    /// <param name="steps">Total number of steps.</param>
    public bool IsActive(int step, int steps)
    {
        foreach (var window in _windows)
        {
            if (window.Weight(step, steps) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes W₁ and w₂ for a step.</summary>
    /// <param name="step">The step, from 0 at the noisy end.</param>
    /// <param name="steps">Total number of steps.</param>
    /// <param name="map">Receives W₁[source, target], L × L.</param>
    /// <param name="keep">Receives w₂, L.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Write(int step, int steps, Span<float> map, Span<float> keep)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(map.Length, Length * Length, nameof(map));
        ArgumentOutOfRangeException.ThrowIfNotEqual(keep.Length, Length, nameof(keep));
        for (var n = 0; n < Length; n++)
        {
            var open = (float)_windows[n].Weight(step, steps);
            var edited = open * _factors[n];
            var shared = _alignment.IsAligned(n) ? edited : 0;
            keep[n] = (1 - open) + (edited - shared);
            for (var s = 0; s < Length; s++)
            {
                map[(s * Length) + n] = _alignment.Map[(s * Length) + n] * shared;
            }
        }
    }
}
