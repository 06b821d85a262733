namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>
/// Aligns target tokens with the source tokens from which they take their attention (prompt-to-prompt, Hertz et al. 2022): column n of
/// P distributes over the source, and α_n says whether token n has a source at all.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class TokenAlignment
{
    private readonly float[] _map;
    private readonly bool[] _aligned;

    private TokenAlignment(int length)
    {
        Length = length;
        _map = new float[length * length];
        _aligned = new bool[length];
    }

    /// <summary>Gets the number of token positions L of either prompt.</summary>
    public int Length { get; }

    /// <summary>Gets P[source, target], row by row: L × L numbers.</summary>
    public ReadOnlySpan<float> Map => _map;

    /// <summary>Returns whether a target position takes its attention from the source (α in the paper).</summary>
    /// <param name="target">0 to L − 1.</param>
    public bool IsAligned(int target) => _aligned[target];

    /// <summary>
    /// Aligns prompts by Refine: the longest common token sequence, including begin and end, is shared; tokens that only the target
    /// has keep their own attention. Works for any two prompts.
    /// </summary>
    /// <param name="source">The prompt that describes the picture.</param>
    /// <param name="target">The desired content.</param>
    /// <exception cref="ArgumentException">The prompts belong to different encoders.</exception>
    public static TokenAlignment Refine(PromptTokens source, PromptTokens target)
    {
        ThrowIfDifferent(source, target);
        TokenAlignment alignment = new(source.Length);
        var matches = Match(Framed(source), Framed(target));
        for (var n = 0; n < matches.Length; n++)
        {
            if (matches[n] >= 0)
            {
                alignment.Put(matches[n], n, 1);
                alignment._aligned[n] = true;
            }
        }

        alignment.AlignFrom(target.Seen);
        return alignment;
    }

    /// <summary>
    /// Aligns prompts by Replace: words correspond by position, so a new word takes over the attention of the old one. If the two have
    /// different numbers of tokens, attention is distributed evenly.
    /// </summary>
    /// <param name="source">The prompt that describes the picture.</param>
    /// <param name="target">The desired content, with the same number of words.</param>
    /// <returns>Null if the prompts have different numbers of words.</returns>
    /// <exception cref="ArgumentException">The prompts belong to different encoders.</exception>
    public static TokenAlignment? Replace(PromptTokens source, PromptTokens target)
    {
        ThrowIfDifferent(source, target);
        if (source.Words.Count != target.Words.Count)
        {
            return null;
        }

        TokenAlignment alignment = new(source.Length);
        alignment.Put(0, 0, 1);
        for (var word = 0; word < source.Words.Count; word++)
        {
            var (from, count) = source.PositionsOf(word).GetOffsetAndLength(source.Length);
            var (to, width) = target.PositionsOf(word).GetOffsetAndLength(target.Length);
            for (var d = 0; d < width; d++)
            {
                for (var s = 0; s < count; s++)
                {
                    var weight = count == width ? (s == d ? 1 : 0) : 1f / width;
                    alignment.Put(from + s, to + d, weight);
                }
            }
        }

        // The positions after the text are aligned end to end; if lengths differ, the longer prompt's surplus keeps its own attention.
        for (var n = target.Seen - 1; n < target.Length; n++)
        {
            alignment.Put(Math.Min(n - target.Seen + source.Seen, source.Length - 1), n, 1);
        }

        // A word whose counterpart the encoder does not see keeps its own attention.
        for (var n = 0; n < alignment.Length; n++)
        {
            alignment._aligned[n] = Enumerable.Range(0, alignment.Length).Any(s => alignment._map[(s * alignment.Length) + n] > 0);
        }

        return alignment;
    }

    private static void ThrowIfDifferent(PromptTokens source, PromptTokens target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.Length != target.Length)
        {
            throw new ArgumentException("The prompts are of different text encoders.", nameof(target));
        }
    }

    // Begin and end match only their own kind.
    private static int[] Framed(PromptTokens prompt) => [-1, .. prompt.SeenIds(), -2];

    // Needleman and Wunsch 1970 with match 1, mismatch −1 and free gaps. On a tie, leaving a target token without a source precedes
    // skipping a source token, and both precede a match: the order of prompt-to-prompt's own code.
    private static int[] Match(int[] source, int[] target)
    {
        var score = new int[source.Length + 1, target.Length + 1];
        for (var i = 1; i <= source.Length; i++)
        {
            for (var j = 1; j <= target.Length; j++)
            {
                var met = score[i - 1, j - 1] + (source[i - 1] == target[j - 1] ? 1 : -1);
                score[i, j] = Math.Max(Math.Max(score[i, j - 1], score[i - 1, j]), met);
            }
        }

        var matches = new int[target.Length];
        Array.Fill(matches, -1);
        for (int i = source.Length, j = target.Length; i > 0 && j > 0;)
        {
            if (score[i, j] == score[i, j - 1])
            {
                j--;
            }
            else if (score[i, j] == score[i - 1, j])
            {
                i--;
            }
            else
            {
                matches[--j] = --i;
            }
        }

        return matches;
    }

    private void AlignFrom(int first)
    {
        for (var n = first; n < Length; n++)
        {
            Put(n, n, 1);
            _aligned[n] = true;
        }
    }

    private void Put(int source, int target, float weight) => _map[(source * Length) + target] = weight;
}
