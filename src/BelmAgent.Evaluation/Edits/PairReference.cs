using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The start of every edit of a pair, and the reference for its scores.</summary>
internal sealed record PairReference
{
    public required EditPair Pair { get; init; }

    /// <summary>Gets the picture to edit.</summary>
    public required RgbImage Picture { get; init; }

    public required LatentShape Shape { get; init; }

    /// <summary>Gets the latent of the source.</summary>
    public required double[] Source { get; init; }

    /// <summary>Gets the noise that the model sees in the source.</summary>
    public required double SourceNoise { get; init; }

    /// <summary>Gets the latent of the ideal picture; null if it is not known.</summary>
    public required double[]? Ideal { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the source.</summary>
    public required RgbImage SourceReconstruction { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the ideal picture; null if it is not known.</summary>
    public required RgbImage? IdealReconstruction { get; init; }

    /// <summary>Gets the describer's result for the source picture.</summary>
    public required SceneDescription Before { get; init; }

    /// <summary>Gets the pair's mask as a user would draw it: white where the picture may change.</summary>
    public required RgbImage Mask { get; init; }

    public static PairReference Create(EditPair pair, DiffusionPipeline pipeline, SceneDescriber describer, CancellationToken cancellationToken)
    {
        var picture = pair.Source ?? throw new ArgumentException($"The source of '{pair.Id}' is still to be generated.", nameof(pair));
        var shape = pipeline.Autoencoder.ShapeOf(picture.Width, picture.Height);
        var source = pipeline.Autoencoder.Encode(picture, cancellationToken);
        var ideal = pair.Ideal is null ? null : pipeline.Autoencoder.Encode(pair.Ideal, cancellationToken);
        using var noise = new NoiseReading(pipeline, shape);
        return new PairReference
        {
            Pair = pair,
            Picture = picture,
            Shape = shape,
            Source = source,
            SourceNoise = noise.Of(source, cancellationToken),
            Ideal = ideal,
            SourceReconstruction = pipeline.Autoencoder.Decode(source, shape, cancellationToken),
            IdealReconstruction = ideal is null ? null : pipeline.Autoencoder.Decode(ideal, shape, cancellationToken),
            Mask = Paint(pair.Mask),
            Before = describer.Describe(picture, cancellationToken),
        };
    }

    private static RgbImage Paint(ImageMask mask)
    {
        var pixels = new byte[mask.Inside.Length * RgbImage.Channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = mask.Inside[i / RgbImage.Channels] ? byte.MaxValue : byte.MinValue;
        }

        return new RgbImage(mask.Width, mask.Height, pixels);
    }
}
