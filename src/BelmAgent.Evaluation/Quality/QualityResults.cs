using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Evaluation.Tables;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Evaluation.Quality;

/// <summary>Everything that the pictures of all cells have in common; results under different heads cannot be compared.</summary>
public sealed record QualityHead
{
    /// <summary>Gets the fingerprint of the model.</summary>
    [JsonPropertyName("model_sha256"), JsonRequired]
    public required string Model { get; init; }

    /// <summary>Gets the SHA-256 of the feature network.</summary>
    [JsonPropertyName("network_sha256"), JsonRequired]
    public required string Network { get; init; }

    /// <summary>Gets the SHA-256 of the captions; empty if the model takes no prompts.</summary>
    [JsonPropertyName("captions_sha256"), JsonRequired]
    public required string Captions { get; init; }

    /// <summary>Gets the classifier-free guidance.</summary>
    [JsonPropertyName("guidance"), JsonRequired]
    public required double Guidance { get; init; }

    /// <summary>Gets the seed.</summary>
    [JsonPropertyName("seed"), JsonRequired]
    public required long Seed { get; init; }

    /// <summary>Gets how noise follows from the seed: 0 for seed 1, and for other seeds in results of an earlier version, whose noise overlapped; else 1.</summary>
    [JsonPropertyName("noise")]
    public int Noise { get; init; }
}

/// <summary>The measures of a cell.</summary>
public sealed record QualityRecord
{
    /// <summary>Gets the method.</summary>
    [JsonPropertyName("method"), JsonRequired]
    public required SamplingMethod Method { get; init; }

    /// <summary>Gets the number of steps.</summary>
    [JsonPropertyName("steps"), JsonRequired]
    public required int Steps { get; init; }

    /// <summary>Gets the number of pictures.</summary>
    [JsonPropertyName("pictures"), JsonRequired]
    public required int Pictures { get; init; }

    /// <summary>Gets the number of real pictures.</summary>
    [JsonPropertyName("real_pictures"), JsonRequired]
    public required int RealPictures { get; init; }

    /// <summary>Gets the number of real pictures that the kernel distance has; 0 in results of an earlier version.</summary>
    [JsonPropertyName("real_kept")]
    public int RealKept { get; init; }

    /// <summary>Gets the fingerprint of the real pictures' features; empty in results of an earlier version, which are measured again.</summary>
    [JsonPropertyName("real_sha256")]
    public string Real { get; init; } = "";

    /// <summary>Gets the number of pictures whose numbers overflowed, counted as plain grey.</summary>
    [JsonPropertyName("broken"), JsonRequired]
    public required int Broken { get; init; }

    /// <summary>Gets the Fréchet distance.</summary>
    [JsonPropertyName("frechet"), JsonRequired]
    public required DistanceEstimate Frechet { get; init; }

    /// <summary>
    /// Gets the Fréchet distance of the first half of the pictures that all cells have, at most half of <see cref="FeatureSet.MaxKept"/>: how
    /// far it depends on their number. Null for fewer than four.
    /// </summary>
    [JsonPropertyName("frechet_half")]
    public double? FrechetHalf { get; init; }

    /// <summary>Gets the kernel distance, of the first <see cref="FeatureSet.MaxKept"/> pictures.</summary>
    [JsonPropertyName("kernel"), JsonRequired]
    public required DistanceEstimate Kernel { get; init; }

    /// <summary>Gets the distances of as many pictures as all cells have, by which cells are compared; null in results of an earlier version.</summary>
    [JsonPropertyName("common")]
    public QualityMeasure? Common { get; init; }

    /// <summary>
    /// Gets the mean CLIP score, 100·max(0, cos) of a picture and its prompt (Hessel et al. 2021); null if the model's folder has no CLIP.
    /// </summary>
    [JsonPropertyName("clip_score")]
    public double? ClipScore { get; init; }

    /// <summary>Gets the seconds that generating and measuring took, all runs together.</summary>
    [JsonPropertyName("seconds"), JsonRequired]
    public required double Seconds { get; init; }

    /// <summary>Returns the number of pictures of <see cref="FrechetHalf"/>.</summary>
    internal static int HalfOf(int pictures) => Math.Min(pictures, FeatureSet.MaxKept) / 2;
}

/// <summary>The distances of the first pictures of a cell.</summary>
/// <param name="Pictures">Their number.</param>
/// <param name="Frechet">The Fréchet distance.</param>
/// <param name="Kernel">The kernel distance, of at most <see cref="FeatureSet.MaxKept"/>.</param>
public sealed record QualityMeasure(
    [property: JsonPropertyName("pictures")] int Pictures,
    [property: JsonPropertyName("frechet")] DistanceEstimate Frechet,
    [property: JsonPropertyName("kernel")] DistanceEstimate Kernel);

/// <summary>
/// The folder of a quality benchmark: <c>run.json</c>, the features of each cell in <c>cells</c>, and <c>results.jsonl</c>, to which each
/// measurement is added. A stopped run loses one turn of one cell.
/// </summary>
/// <remarks>One process at a time. Not safe to share between threads.</remarks>
public sealed class QualityResults
{
    private readonly RecordFile<QualityRecord> _records;

    private QualityResults(string folder) => (Folder, _records) = (folder, RecordFile<QualityRecord>.Open(Path.Combine(folder, "results.jsonl")));

    /// <summary>Gets the folder.</summary>
    public string Folder { get; }

    /// <summary>Opens or creates a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="head">What the pictures will have in common.</param>
    /// <exception cref="BelmException"><c>other_results</c>: it holds results of something else.</exception>
    public static QualityResults Open(string folder, QualityHead head)
    {
        RunHead.Open(folder, head, _ => "model, feature network, list of captions, guidance or seed");
        return new QualityResults(folder);
    }

    /// <summary>Returns the features of a cell as far as it is; empty at the beginning.</summary>
    internal (FeatureSet Features, CellState State) Load(QualityCell cell, int length, string network)
    {
        var folder = Directory.CreateDirectory(FolderOf(cell)).FullName;
        var (features, state) = (Path.Combine(folder, "features.safetensors"), Path.Combine(folder, "state.json"));
        if (!File.Exists(features) || !File.Exists(state))
        {
            return (new FeatureSet(length, network, cell.Name), new CellState(0, 0, 0));
        }

        var (set, known) = (FeatureSet.Load(features), RecordFile<CellState>.Parse(state, "it", File.ReadAllText(state)));
        // The features are written first: if the state is older, only its counts of time and of broken pictures are.
        return (set, known with { Pictures = set.Count });
    }

    /// <summary>Returns the number of pictures that a cell has, without reading its features.</summary>
    internal int CountOf(QualityCell cell) =>
        Path.Combine(FolderOf(cell), "state.json") is var path && File.Exists(path) ? RecordFile<CellState>.Parse(path, "it", File.ReadAllText(path)).Pictures : 0;

    /// <summary>Saves a cell.</summary>
    internal void Save(QualityCell cell, FeatureSet features, CellState state)
    {
        features.Save(Path.Combine(FolderOf(cell), "features.safetensors"));
        AtomicFile.Write(Path.Combine(FolderOf(cell), "state.json"), stream => JsonSerializer.Serialize(stream, state));
    }

    /// <summary>Saves a cell's first pictures.</summary>
    internal void SaveSamples(QualityCell cell, RgbImage sheet) => ImageCodec.WriteFile(SamplesOf(cell), sheet);

    /// <summary>Returns a cell's first pictures, side by side; null if there are none yet.</summary>
    internal RgbImage? Samples(QualityCell cell) => File.Exists(SamplesOf(cell)) ? ImageCodec.ReadFile(SamplesOf(cell)) : null;

    /// <summary>Adds a measurement.</summary>
    internal void Add(QualityRecord record) => _records.Add(record);

    /// <summary>Returns the last measurement of each cell.</summary>
    internal IReadOnlyList<QualityRecord> Records() => [.. _records.Records.GroupBy(record => (record.Method, record.Steps)).Select(group => group.Last())];

    private string FolderOf(QualityCell cell) => Path.Combine(Folder, "cells", cell.Name);

    private string SamplesOf(QualityCell cell) => Path.Combine(FolderOf(cell), "samples.png");
}

/// <summary>How far a cell is.</summary>
/// <param name="Pictures">Number of pictures.</param>
/// <param name="Broken">How many of them overflowed.</param>
/// <param name="Seconds">Time that they took.</param>
/// <param name="ClipScores">The sum of their CLIP scores.</param>
/// <param name="Scored">How many of them have one.</param>
internal sealed record CellState(int Pictures, int Broken, double Seconds, double ClipScores = 0, int Scored = 0);
