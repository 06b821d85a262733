using System.Numerics.Tensors;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The result of a method on a pair, before it is scored.</summary>
/// <param name="Image">The picture, of the source's size.</param>
/// <param name="IsComposed">Whether it is composed with the source; if not, it is the decoder's picture.</param>
/// <param name="LatentMax">Maximum |z| of its latent.</param>
/// <param name="Overshoot">Share of its decoded values beyond [−1, 1].</param>
/// <param name="Noise">The noise that the model sees in its latent.</param>
/// <param name="Seen">The describer's result.</param>
internal sealed record EditedPicture(RgbImage Image, bool IsComposed, double LatentMax, double Overshoot, double Noise, SceneDescription Seen)
{
    public static EditedPicture Create(
        MethodResult result, EditMethod method, PairReference reference, DiffusionPipeline pipeline, SceneDescriber describer, NoiseReading noise, CancellationToken cancellationToken)
    {
        var (frame, latent) = (reference.Frame, result.Latent);
        var pixels = new float[ImageTensor.Length(frame.Width, frame.Height)];
        pipeline.Autoencoder.Decode(latent, reference.Shape, pixels, cancellationToken);
        var edited = ImageTensor.FromTensor(pixels, frame.Width, frame.Height);
        var image = reference.Finish(method, EditMethodRun.KindOf(reference.Pair), edited, result.Bound, cancellationToken);
        return new EditedPicture(
            image,
            method.Compose,
            Math.Abs(TensorPrimitives.MaxMagnitude<double>(latent)),
            ArtefactLimits.OvershootOf(pixels),
            noise.Of(latent, cancellationToken),
            describer.Describe(frame.View(image), cancellationToken));
    }
}
