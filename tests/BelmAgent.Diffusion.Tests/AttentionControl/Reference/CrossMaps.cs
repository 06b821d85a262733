namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>Prompt-to-prompt's cross controls as A_tgt ← A_src·W₁ + A_tgt·diag(w₂), written from their definitions (Hertz et al., 2022).</summary>
/// <remarks>
/// With a source map P, the part α of each target token that has a source, the schedule a and the weights e:
/// W₁ = P·diag(a ⊙ e ⊙ α), w₂ = a ⊙ e ⊙ (1 − α) + (1 − a).
/// </remarks>
internal static class CrossMaps
{
    /// <summary>Replaces one word of some tokens by one of others, which shares its attention.</summary>
    public static (float[] Map, float[] Keep) Replace(int words, Range source, Range target, float schedule)
    {
        var (from, to) = (source.GetOffsetAndLength(words), target.GetOffsetAndLength(words));
        var map = new float[words, words];
        for (var i = 0; i < from.Offset; i++)
        {
            map[i, i] = 1;
        }

        for (var k = 0; k < from.Length; k++)
        {
            for (var n = 0; n < to.Length; n++)
            {
                map[from.Offset + k, to.Offset + n] = from.Length == to.Length ? (k == n ? 1 : 0) : 1f / to.Length;
            }
        }

        for (var n = to.Offset + to.Length; n < words; n++)
        {
            map[n, n] = 1;
        }

        return Compose(map, Constant(words, 1), Constant(words, schedule), Constant(words, 1));
    }

    /// <summary>Tokens in both prompts keep the source's attention, inserted ones (−1) their own.</summary>
    public static (float[] Map, float[] Keep) Refine(int words, ReadOnlySpan<int> sourceOf, float schedule) =>
        Compose(Aligned(words, sourceOf, out var shared), shared, Constant(words, schedule), Constant(words, 1));

    /// <summary>Refined, with one target token weighted and a schedule that ends earlier for it.</summary>
    public static (float[] Map, float[] Keep) Reweight(int words, ReadOnlySpan<int> sourceOf, int token, float weight, float schedule)
    {
        var (steps, weights) = (Constant(words, schedule), Constant(words, 1));
        (steps[token], weights[token]) = (schedule / 2, weight);
        return Compose(Aligned(words, sourceOf, out var shared), shared, steps, weights);
    }

    private static float[,] Aligned(int words, ReadOnlySpan<int> sourceOf, out float[] shared)
    {
        var map = new float[words, words];
        shared = Constant(words, 1);
        for (var n = 0; n < words; n++)
        {
            var source = n < sourceOf.Length ? sourceOf[n] : n;
            if (source < 0)
            {
                shared[n] = 0;
            }
            else
            {
                map[source, n] = 1;
            }
        }

        return map;
    }

    private static (float[] Map, float[] Keep) Compose(float[,] map, float[] shared, float[] steps, float[] weights)
    {
        var words = shared.Length;
        var (composed, keep) = (new float[words * words], new float[words]);
        for (var n = 0; n < words; n++)
        {
            keep[n] = (steps[n] * weights[n] * (1 - shared[n])) + (1 - steps[n]);
            for (var k = 0; k < words; k++)
            {
                composed[(k * words) + n] = map[k, n] * steps[n] * weights[n] * shared[n];
            }
        }

        return (composed, keep);
    }

    private static float[] Constant(int words, float value) => [.. Enumerable.Repeat(value, words)];
}
