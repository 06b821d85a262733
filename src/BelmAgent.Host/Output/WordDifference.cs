namespace BelmAgent.Host.Output;

/// <summary>Finds the common words of two texts by their longest common subsequence.</summary>
internal static class WordDifference
{
    /// <summary>Marks the words of each text that the other does not have.</summary>
    /// <returns>The words of each text, and whether each is common to both.</returns>
    public static (IReadOnlyList<(string Word, bool Common)> Before, IReadOnlyList<(string Word, bool Common)> After) Compute(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var (common, kept) = (new bool[old.Length], new bool[now.Length]);
        for (int i = 0, j = 0; i < old.Length && j < now.Length;)
        {
            if (old[i] == now[j])
            {
                common[i++] = kept[j++] = true;
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return ([.. old.Zip(common)], [.. now.Zip(kept)]);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
