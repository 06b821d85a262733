namespace BelmAgent.Evaluation.Datasets;

/// <summary>A choice that depends on a seed and on what is chosen from, and on nothing else: not on an order of files, nor on a runtime.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
internal static class SeededOrder
{
    /// <summary>Returns a number that is different for each seed and key, as if drawn from all 64-bit numbers (the finaliser of SplitMix64).</summary>
    public static ulong Rank(long seed, ulong key) => Mix(key + Mix((ulong)seed + 0x9E3779B97F4A7C15));

    /// <summary>Returns the rank of a text.</summary>
    public static ulong Rank(long seed, string key) => Rank(seed, key.Aggregate(14695981039346656037, (hash, letter) => (hash ^ letter) * 1099511628211));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Returns the first elements in the order of their ranks, each with its rank's seed: a random subset that does not depend on the order given.</summary>
    public static IReadOnlyList<T> Take<T>(IEnumerable<T> from, int? limit, Func<T, ulong> rank) =>
        [.. from.OrderBy(rank).Take(limit ?? int.MaxValue)];
}
