using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The start of every edit of a pair, and the reference for its scores.</summary>
internal sealed record PairReference
{
    public required EditPair Pair { get; init; }

    /// <summary>Gets the picture to edit.</summary>
    public required RgbImage Picture { get; init; }

    /// <summary>Gets how the picture lies in the model's working picture.</summary>
    public required WorkingFrame Frame { get; init; }

    public required LatentShape Shape { get; init; }

    /// <summary>Gets the latent of the source.</summary>
    public required double[] Source { get; init; }

    /// <summary>Gets the noise that the model sees in the source.</summary>
    public required double SourceNoise { get; init; }

    /// <summary>Gets the latent of the ideal picture; null if it is not known.</summary>
    public required double[]? Ideal { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the source, at the working size.</summary>
    public required RgbImage WorkingReconstruction { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the source, at the source's size.</summary>
    public required RgbImage SourceReconstruction { get; init; }

    /// <summary>Gets the autoencoder's reconstruction of the ideal picture, at the source's size; null if it is not known.</summary>
    public required RgbImage? IdealReconstruction { get; init; }

    /// <summary>Gets the describer's result for the source picture.</summary>
    public required SceneDescription Before { get; init; }

    public static PairReference Create(EditPair pair, DiffusionPipeline pipeline, SceneDescriber describer, CancellationToken cancellationToken)
    {
        var picture = pair.Source ?? throw new ArgumentException($"The source of '{pair.Id}' is still to be generated.", nameof(pair));
        var frame = FrameChoice.Whole(pipeline, picture.Width, picture.Height);
        var shape = pipeline.Autoencoder.ShapeOf(frame.Width, frame.Height);
        var source = pipeline.Autoencoder.Encode(frame.View(picture), cancellationToken);
        var ideal = pair.Ideal is null ? null : pipeline.Autoencoder.Encode(frame.View(pair.Ideal), cancellationToken);
        var reconstruction = pipeline.Autoencoder.Decode(source, shape, cancellationToken);
        using var noise = new NoiseReading(pipeline, shape);
        return new PairReference
        {
            Pair = pair,
            Picture = picture,
            Frame = frame,
            Shape = shape,
            Source = source,
            SourceNoise = noise.Of(source, cancellationToken),
            Ideal = ideal,
            WorkingReconstruction = reconstruction,
            SourceReconstruction = AtOwnSize(reconstruction, picture, frame),
            IdealReconstruction = ideal is null ? null : AtOwnSize(pipeline.Autoencoder.Decode(ideal, shape, cancellationToken), picture, frame),
            Before = describer.Describe(frame.View(picture), cancellationToken),
        };
    }

    /// <summary>Returns an edit at the source's size, composed with the source if the method asks for it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="kind">The kind of the edit.</param>
    /// <param name="edited">The edited working picture.</param>
    /// <param name="bound">One number per latent cell, 0 where the edit could not change anything; null for no bound.</param>
    /// <param name="cancellationToken">Cancels between two rows.</param>
    public RgbImage Finish(EditMethod method, EditType kind, RgbImage edited, double[]? bound, CancellationToken cancellationToken)
    {
        var isMasked = method is { Route: EditRoute.Inversion, Mask: MaskUse.Picture };
        if (method.Compose)
        {
            var weights = isMasked ? EditMask.Weights(Pair.Mask, Frame.Scale) : default(ReadOnlyMemory<float>);
            return FrameComposer.Compose(Picture, Frame, WorkingReconstruction, edited, bound, Shape, weights, [kind], cancellationToken);
        }

        var bare = AtOwnSize(edited, Picture, Frame);
        return isMasked ? EditMask.Keep(Picture, bare, Pair.Mask) : bare;
    }

    /// <summary>Checks an edit as the app does.</summary>
    /// <param name="grammar">The describer's grammar.</param>
    /// <param name="plan">The request; only its prompts and kind count.</param>
    /// <param name="edited">The result.</param>
    /// <returns>The check, and the difference from the unedited picture.</returns>
    public (EditCheck Check, PictureComparison Measures) Check(SceneGrammar grammar, EditPlan plan, EditedPicture edited)
    {
        var measures = PictureMeasures.Compare(edited.IsComposed ? Picture : SourceReconstruction, edited.Image);
        var ratio = edited.Noise / SourceNoise;
        double? damage = SoundnessReading.IsFor(grammar)
            ? SoundnessReading.Of(edited.IsComposed ? Frame.View(Picture) : WorkingReconstruction, Frame.View(edited.Image), ratio).Damage
            : null;
        var check = EditChecker.Check(grammar, plan, Before, edited.Seen) with { NoiseRatio = ratio, Damage = damage };
        return (check with { Fault = EditVerdict.Judge(plan, check, measures) }, measures);
    }

    // Where the model does not see the picture, it stays as it is.
    private static RgbImage AtOwnSize(RgbImage working, RgbImage picture, WorkingFrame frame)
    {
        var (region, shown) = (frame.Region, ImageResize.Resample(frame.Shown(working), frame.Region.Width, frame.Region.Height));
        if (frame.ShowsAll)
        {
            return shown;
        }

        var pixels = picture.Pixels.ToArray();
        for (var y = 0; y < region.Height; y++)
        {
            shown.Row(y).CopyTo(pixels.AsSpan((((region.Y + y) * picture.Width) + region.X) * RgbImage.Channels));
        }

        return new RgbImage(picture.Width, picture.Height, pixels);
    }
}
