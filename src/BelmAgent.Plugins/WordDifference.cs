using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins;

/// <summary>Compares two texts word by word, by their longest common subsequence, so that every front end marks the same words.</summary>
public static class WordDifference
{
    /// <summary>Marks the words of each text that the other does not have.</summary>
    /// <param name="before">The text before.</param>
    /// <param name="after">The text after.</param>
    /// <returns>The words of each text, and whether each is common to both.</returns>
    public static (IReadOnlyList<(string Word, bool Common)> Before, IReadOnlyList<(string Word, bool Common)> After) Compute(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
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

    /// <summary>Merges two texts into runs of words that are the same, removed or added, in reading order; removed words come before those that replace them.</summary>
    /// <param name="before">The text before.</param>
    /// <param name="after">The text after.</param>
    public static IReadOnlyList<DifferenceRun> Merge(string before, string after)
    {
        var (old, now) = Compute(before, after);
        var runs = new List<(string Word, DifferenceKind Kind)>();
        for (int i = 0, j = 0; i < old.Count || j < now.Count;)
        {
            if (i < old.Count && !old[i].Common)
            {
                runs.Add((old[i++].Word, DifferenceKind.Removed));
            }
            else if (j < now.Count && !now[j].Common)
            {
                runs.Add((now[j++].Word, DifferenceKind.Added));
            }
            else
            {
                runs.Add((old[i++].Word, DifferenceKind.Same));
                j++;
            }
        }

        var merged = new List<DifferenceRun>();
        foreach (var (word, kind) in runs)
        {
            if (merged is [.., { } last] && last.Kind == kind)
            {
                merged[^1] = last with { Text = $"{last.Text} {word}" };
            }
            else
            {
                merged.Add(new DifferenceRun(word, kind));
            }
        }

        return merged;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A run of words of a difference between two texts.</summary>
/// <param name="Text">The words, separated by spaces.</param>
/// <param name="Kind">Whether they are in both texts or in one.</param>
public sealed record DifferenceRun(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("kind")] DifferenceKind Kind);

/// <summary>The place of words in a difference between two texts.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DifferenceKind>))]
public enum DifferenceKind
{
    /// <summary>In both texts.</summary>
    Same,

    /// <summary>In the text before alone.</summary>
    Removed,

    /// <summary>In the text after alone.</summary>
    Added,
}
