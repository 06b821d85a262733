using System.Numerics.Tensors;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The result of a method on a pair, before it is scored.</summary>
/// <param name="Image">The picture.</param>
/// <param name="LatentMax">Maximum |z| of its latent.</param>
/// <param name="Overshoot">Share of its decoded values beyond [−1, 1].</param>
/// <param name="Noise">The noise that the model sees in its latent.</param>
/// <param name="Seen">The describer's result.</param>
internal sealed record EditedPicture(RgbImage Image, double LatentMax, double Overshoot, double Noise, SceneDescription Seen)
{
    public static EditedPicture Create(
        double[] latent, LatentShape shape, DiffusionPipeline pipeline, SceneDescriber describer, NoiseReading noise, Func<RgbImage, RgbImage> finish, CancellationToken cancellationToken)
    {
        var factor = pipeline.Autoencoder.Factor;
        var pixels = new float[ImageTensor.Length(shape.Width * factor, shape.Height * factor)];
        pipeline.Autoencoder.Decode(latent, shape, pixels, cancellationToken);
        var image = finish(ImageTensor.FromTensor(pixels, shape.Width * factor, shape.Height * factor));
        return new EditedPicture(
            image,
            Math.Abs(TensorPrimitives.MaxMagnitude<double>(latent)),
            ArtefactLimits.OvershootOf(pixels),
            noise.Of(latent, cancellationToken),
            describer.Describe(image, cancellationToken));
    }
}
