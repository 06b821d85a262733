using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Paper;

/// <summary>The figures that the paper reports, to stand beside measured ones.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record PaperFigures
{
    /// <summary>Gets the figures, from the file in this assembly.</summary>
    public static PaperFigures Known { get; } = Load();

    /// <summary>Gets where the figures come from.</summary>
    [JsonPropertyName("provenance"), JsonRequired]
    public required string Provenance { get; init; }

    /// <summary>Gets the numbers of steps of the tables' rows.</summary>
    [JsonPropertyName("steps"), JsonRequired]
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Gets Tables 2 to 5; each data set is one.</summary>
    [JsonPropertyName("tables"), JsonRequired]
    public required IReadOnlyList<PaperTable> Tables { get; init; }

    /// <summary>Gets Table 1, by sampler.</summary>
    [JsonPropertyName("theory"), JsonRequired]
    public required IReadOnlyDictionary<string, PaperTheory> Theory { get; init; }

    /// <summary>Gets the table of a data set.</summary>
    /// <param name="id">pixels, latents, cifar10, celeba-hq, sd-1.5 or sd-2.0-base.</param>
    public PaperTable Table(string id) => Tables.Single(table => table.Id == id);

    /// <summary>Returns the figures of a sampler at a number of steps; empty if the paper has none.</summary>
    /// <param name="table">A table's id.</param>
    /// <param name="sampler">A sampler's name, or autoencoder.</param>
    /// <param name="steps">The number of steps.</param>
    public IReadOnlyDictionary<string, double> For(string table, string sampler, int steps)
    {
        var row = Steps.ToList().IndexOf(steps);
        return row >= 0 && Table(table).Columns.GetValueOrDefault(sampler) is { } columns ? columns.ToDictionary(column => column.Key, column => column.Value[row]) : [];
    }

    private static PaperFigures Load()
    {
        using var file = typeof(PaperFigures).Assembly.GetManifestResourceStream("paper.json")!;
        return JsonSerializer.Deserialize<PaperFigures>(file)!;
    }
}

/// <summary>One table of the paper, or the part of one for a data set.</summary>
/// <param name="Id">A short name.</param>
/// <param name="Number">The table's number.</param>
/// <param name="Title">What was measured, and on what.</param>
/// <param name="Columns">By sampler, and by the name of a column: a figure for each number of steps.</param>
public sealed record PaperTable(
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("number"), JsonRequired] int Number,
    [property: JsonPropertyName("title"), JsonRequired] string Title,
    [property: JsonPropertyName("columns"), JsonRequired] IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>> Columns);

/// <summary>A sampler's row of Table 1.</summary>
/// <param name="Exact">Whether its inversion is exact.</param>
/// <param name="LocalError">Its local error.</param>
/// <param name="ZeroStable">Whether it is zero-stable.</param>
/// <param name="Convergent">Whether it converges.</param>
public sealed record PaperTheory(
    [property: JsonPropertyName("exact"), JsonRequired] bool Exact,
    [property: JsonPropertyName("local_error"), JsonRequired] string LocalError,
    [property: JsonPropertyName("zero_stable"), JsonRequired] string ZeroStable,
    [property: JsonPropertyName("convergent"), JsonRequired] string Convergent);
