using BelmAgent.Evaluation.Methods;

namespace BelmAgent.Evaluation.Quality;

/// <summary>The cells that a quality benchmark measures: each method at each number of steps.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record QualityOptions
{
    private const long NoiseStride = 1_000_000;

    /// <summary>Gets the methods.</summary>
    public required IReadOnlyList<SamplingMethod> Methods { get; init; }

    /// <summary>Gets the numbers of steps, each at least 1.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Gets the number of pictures at each number of steps, at least 2: one number for all, or one for each.</summary>
    public required IReadOnlyList<int> Limits { get; init; }

    /// <summary>Gets the prompts; the picture i has prompt i, from the first again after the last. Empty for a model that takes none.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>Gets the classifier-free guidance, at least 1. Default: 1.</summary>
    public double Guidance { get; init; } = 1;

    /// <summary>Gets the seed; every method has the same noise, and no two seeds share any up to a million pictures. Default: 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Gets the number of pictures at once, at least 1. Default: null, the fastest that is found.</summary>
    public int? Batch { get; init; }

    /// <summary>Gets the number of parts of the pictures that are left out in turn for intervals, at least 0; 0 and 1 give none. Default: 20.</summary>
    public int Resamples { get; init; } = 20;

    /// <summary>Gets the number of pictures after which a cell is saved and the next one's turn comes, at least 1; whole batches are made of it. Default: 100.</summary>
    public int Turn { get; init; } = 100;

    /// <summary>Returns the seed of a picture's noise.</summary>
    /// <param name="picture">The picture's place, from 0.</param>
    internal long NoiseOf(int picture) => unchecked(1 + picture + ((Seed - 1) * NoiseStride));

    /// <summary>Returns the cells, in the order of the tables.</summary>
    internal IReadOnlyList<QualityCell> Cells() =>
        [.. Steps.SelectMany((steps, i) => Methods.Select(method => new QualityCell(method, steps, Limits[Math.Min(i, Limits.Count - 1)])))];
}

/// <summary>One method at one number of steps.</summary>
/// <param name="Method">The method.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Limit">The number of pictures to generate.</param>
public sealed record QualityCell(SamplingMethod Method, int Steps, int Limit)
{
    /// <summary>Gets the cell's name, which is that of its folder.</summary>
    public string Name => $"{Method.Name.Replace(':', '_')}-{Steps}";

    /// <summary>Gets the number of network calls that a picture takes, without those of guidance.</summary>
    public int Evaluations => Steps * Method.EvaluationsPerStep;
}

/// <summary>The progress of a quality benchmark.</summary>
/// <param name="Done">Network calls done, those of earlier runs included.</param>
/// <param name="Total">Network calls in all.</param>
/// <param name="Text">The cell and its pictures, in words.</param>
public readonly record struct QualityProgress(double Done, double Total, string Text);
