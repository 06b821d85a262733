using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The start of every edit of a pair, and the reference for its scores.</summary>
internal sealed record PairReference
{
    public required EditPair Pair { get; init; }

    public required LatentShape Shape { get; init; }

    public required double[] Source { get; init; }

    public required double[] Ideal { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the source.</summary>
    public required RgbImage SourceReconstruction { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the ideal picture.</summary>
    public required RgbImage IdealReconstruction { get; init; }

    /// <summary>Gets the describer's result for the source picture.</summary>
    public required SceneDescription Before { get; init; }

    /// <summary>Gets the pair's mask as a user would draw it: white where the picture may change.</summary>
    public required RgbImage Mask { get; init; }

    public static PairReference Create(EditPair pair, DiffusionPipeline pipeline, SceneDescriber describer, CancellationToken cancellationToken)
    {
        var shape = pipeline.Autoencoder.ShapeOf(pair.Source.Width, pair.Source.Height);
        var (source, ideal) = (pipeline.Autoencoder.Encode(pair.Source, cancellationToken), pipeline.Autoencoder.Encode(pair.Ideal, cancellationToken));
        return new PairReference
        {
            Pair = pair,
            Shape = shape,
            Source = source,
            Ideal = ideal,
            SourceReconstruction = pipeline.Autoencoder.Decode(source, shape, cancellationToken),
            IdealReconstruction = pipeline.Autoencoder.Decode(ideal, shape, cancellationToken),
            Mask = Paint(pair.Mask),
            Before = describer.Describe(pair.Source, cancellationToken),
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
