using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The difference between two methods on the same pairs: a measure of the method minus that of the other, pair by pair.</summary>
/// <remarks>
/// Pairs differ far more than methods do, so this shows what the intervals of the means cannot. Immutable and safe to share between
/// threads.
/// </remarks>
public sealed record EditComparison
{
    /// <summary>Gets the measures that are compared: the name, as in a score's JSON, and its value.</summary>
    public static IReadOnlyList<(string Name, Func<EditScore, double?> Value)> Measures { get; } =
    [
        ("success", score => score.Success ? 1 : 0),
        ("clean", score => score.Clean ? 1 : 0),
        ("passed", score => score.Result == EditOutcome.Passed ? 1 : 0),
        ("damage", score => score.Damage),
        ("source_psnr", score => score.SourcePsnr),
        ("ideal_psnr", score => score.IdealPsnr),
        ("inside_psnr", score => score.InsidePsnr),
        ("outlines", score => score.Outlines),
        ("own_pixels", score => score.OwnPixels),
    ];

    /// <summary>Gets the method.</summary>
    [JsonPropertyName("method")]
    public required EditMethod Method { get; init; }

    /// <summary>Gets the method that it is compared with.</summary>
    [JsonPropertyName("against")]
    public required EditMethod Against { get; init; }

    /// <summary>Gets the number of pairs that both methods edited, at least 1.</summary>
    [JsonPropertyName("count")]
    public required int Count { get; init; }

    /// <summary>
    /// Gets the mean difference of each of the <see cref="Measures"/> by name, over the pairs for which both methods have it, with its 95 %
    /// interval; null if there are none.
    /// </summary>
    [JsonIgnore]
    public required IReadOnlyDictionary<string, (double? Mean, ConfidenceInterval? Interval)> Differences { get; init; }

    /// <summary>Compares every method with the first one that edits.</summary>
    /// <param name="methods">The methods, in the order of the tables.</param>
    /// <param name="records">The records to compare.</param>
    /// <returns>One comparison for each further method that edits; none for fewer than two of them.</returns>
    public static IReadOnlyList<EditComparison> Create(IReadOnlyList<EditMethod> methods, IReadOnlyList<EditRecord> records)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(records);
        var editing = methods.Where(method => method.Route is not (EditRoute.Unedited or EditRoute.Ideal)).ToList();
        var byMethod = records.ToLookup(record => record.Method.Canonical());
        return [.. editing.Skip(1).Select(method => Create(method, editing[0], byMethod)).OfType<EditComparison>()];
    }

    private static EditComparison? Create(EditMethod method, EditMethod against, ILookup<EditMethod, EditRecord> byMethod)
    {
        var others = byMethod[against.Canonical()].ToDictionary(record => record.Pair, record => record.Score);
        var both = byMethod[method.Canonical()].Where(record => others.ContainsKey(record.Pair)).Select(record => (One: record.Score, Other: others[record.Pair])).ToList();
        return both.Count == 0 ? null : new EditComparison
        {
            Method = method,
            Against = against,
            Count = both.Count,
            Differences = Measures.ToDictionary(measure => measure.Name, measure =>
            {
                var differences = both.Select(scores => measure.Value(scores.One) - measure.Value(scores.Other)).ToList();
                return (differences.Average(), ConfidenceInterval.ForMean(differences));
            }),
        };
    }
}
