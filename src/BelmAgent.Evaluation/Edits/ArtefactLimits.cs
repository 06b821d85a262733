using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Framing;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Limits beyond which a picture counts as broken, measured on sound pictures.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record ArtefactLimits
{
    /// <summary>The distance beyond [−1, 1] from which a decoded value counts as overshoot.</summary>
    public const double Beyond = 0.1;

    // A margin above the observed maximum: an edit may be slightly more extreme than a few hundred pictures.
    private const double LatentRoom = 1.25;
    private const double OvershootRoom = 2;
    private const double NoiseRoom = 2;

    /// <summary>Gets the maximum |z| of a sound latent.</summary>
    [JsonPropertyName("latent_max")]
    public required double LatentMax { get; init; }

    /// <summary>Gets the maximum share of decoded values more than <see cref="Beyond"/> beyond [−1, 1] in a sound picture.</summary>
    [JsonPropertyName("overshoot")]
    public required double Overshoot { get; init; }

    /// <summary>Gets the maximum noise that the model sees in a sound latent.</summary>
    [JsonPropertyName("noise")]
    public required double Noise { get; init; }

    /// <summary>
    /// Gets the minimum probability that the describer gives to a label of a sound picture. Default: 0.5, more likely than all others
    /// together.
    /// </summary>
    [JsonPropertyName("confidence")]
    public double Confidence { get; init; } = 0.5;

    /// <summary>
    /// Measures the limits on the sources and ideals of some pairs: 1.25 times the maximum latent value, twice the maximum overshoot
    /// of their reconstructions (but at least 0.1 %), and twice the maximum noise that the model sees in them.
    /// </summary>
    /// <param name="pipeline">The model.</param>
    /// <param name="pairs">At least one pair with a source; all of one size.</param>
    /// <param name="cancellationToken">Cancels between two pictures.</param>
    public static ArtefactLimits Measure(DiffusionPipeline pipeline, IReadOnlyList<EditPair> pairs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(pairs);
        var (latentMax, overshoot, noise) = (0.0, 0.0, 0.0);
        var pictures = pairs.SelectMany(pair => new[] { pair.Source, pair.Ideal }).OfType<RgbImage>().ToList();
        var frame = FrameChoice.Whole(pipeline, pictures[0].Width, pictures[0].Height);
        var shape = pipeline.Autoencoder.ShapeOf(frame.Width, frame.Height);
        using var reading = new NoiseReading(pipeline, shape);
        foreach (var picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var latent = pipeline.Autoencoder.Encode(frame.View(picture), cancellationToken);
            var pixels = new float[ImageTensor.Length(frame.Width, frame.Height)];
            pipeline.Autoencoder.Decode(latent, shape, pixels, cancellationToken);
            latentMax = Math.Max(latentMax, Math.Abs(TensorPrimitives.MaxMagnitude<double>(latent)));
            overshoot = Math.Max(overshoot, OvershootOf(pixels));
            noise = Math.Max(noise, reading.Of(latent, cancellationToken));
        }

        return new ArtefactLimits
        {
            LatentMax = LatentRoom * latentMax,
            Overshoot = Math.Max(OvershootRoom * overshoot, 0.001),
            Noise = NoiseRoom * noise,
        };
    }

    /// <summary>Finds the artefacts of a picture.</summary>
    /// <param name="latentMax">Maximum |z| of its latent.</param>
    /// <param name="overshoot">Its <see cref="OvershootOf"/>.</param>
    /// <param name="noise">The noise that the model sees in its latent.</param>
    /// <param name="seen">The describer's result.</param>
    public IReadOnlyList<EditArtefact> Find(double latentMax, double overshoot, double noise, SceneDescription seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        List<EditArtefact> found = [];
        AddIf(latentMax > LatentMax, EditArtefact.Latent);
        AddIf(overshoot > Overshoot, EditArtefact.Overshoot);
        AddIf(noise > Noise, EditArtefact.Noise);
        AddIf(seen.Confidences.Values.Min() < Confidence, EditArtefact.Unsure);
        AddIf(IsNonsense(seen.Labels), EditArtefact.Nonsense);
        return found;

        void AddIf(bool holds, EditArtefact artefact)
        {
            if (holds)
            {
                found.Add(artefact);
            }
        }
    }

    /// <summary>Returns the share of decoded values more than <see cref="Beyond"/> beyond [−1, 1], 0 to 1.</summary>
    /// <param name="pixels">Decoded values, neither rounded nor clamped.</param>
    public static double OvershootOf(ReadOnlySpan<float> pixels)
    {
        var count = 0;
        foreach (var value in pixels)
        {
            count += Math.Abs(value) > 1 + Beyond ? 1 : 0;
        }

        return (double)count / pixels.Length;
    }

    // Heads of one object must agree: object_SLOT with color_SLOT, extra with extra_count; and nothing occurs twice.
    private static bool IsNonsense(IReadOnlyDictionary<string, string> labels) =>
        labels.Where(label => label.Key.StartsWith("object_", StringComparison.Ordinal))
            .Any(label => labels.TryGetValue("color_" + label.Key["object_".Length..], out var color) && (label.Value == "none") != (color == "none"))
        || (labels.TryGetValue("extra", out var extra) && labels.TryGetValue("extra_count", out var count) && count != (extra == "none" ? "0" : "1"));
}
