using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Editing.Sampling;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Quality;

/// <summary>Generates pictures, several at once; the noise of a picture depends on its seed alone.</summary>
/// <remarks>Not safe to share between threads.</remarks>
internal sealed class PictureGenerator : IDisposable
{
    private readonly DiffusionPipeline _pipeline;
    private readonly BatchNoisePredictor _predictor;
    private readonly double[] _noise;
    private readonly double[] _clean;

    /// <summary>Creates a generator.</summary>
    /// <param name="pipeline">The model, at its native size; it stays the caller's.</param>
    /// <param name="batch">Number of pictures at once, at least 1.</param>
    /// <param name="guidance">Classifier-free guidance, at least 1.</param>
    /// <param name="cancellationToken">Cancels the encoding of the empty prompt.</param>
    public PictureGenerator(DiffusionPipeline pipeline, int batch, double guidance, CancellationToken cancellationToken)
    {
        _pipeline = pipeline;
        _predictor = pipeline.CreateBatchPredictor(batch, guidance, cancellationToken);
        (_noise, _clean) = (new double[batch * _predictor.Length], new double[batch * _predictor.Length]);
    }

    /// <summary>Gets the number of pictures at once.</summary>
    public int Batch => _predictor.Pictures;

    /// <summary>Gets the predictor, to measure its network alone.</summary>
    public BatchNoisePredictor Predictor => _predictor;

    /// <summary>Generates one picture for each seed.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="clip">Whether predicted pictures are clipped.</param>
    /// <param name="seeds">At most <see cref="Batch"/> seeds.</param>
    /// <param name="prompts">As many prompts; ignored by a model that takes none.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>The pictures; null where the numbers of one overflowed.</returns>
    public RgbImage?[] Generate(Sampler sampler, bool clip, IReadOnlyList<long> seeds, IReadOnlyList<string> prompts, CancellationToken cancellationToken) =>
        EachOrNull(
            [.. Enumerable.Range(0, seeds.Count)],
            chosen => Make(sampler, clip, [.. chosen.Select(i => seeds[i])], prompts.Count > 0 ? [.. chosen.Select(i => prompts[i])] : [], cancellationToken));

    /// <summary>Makes pictures together; where the numbers of one overflow, each by itself, so that it takes no other with it.</summary>
    /// <param name="chosen">Which pictures.</param>
    /// <param name="make">Makes some of them, and throws when one overflows.</param>
    /// <returns>The pictures; null where one overflows by itself.</returns>
    internal static RgbImage?[] EachOrNull(IReadOnlyList<int> chosen, Func<IReadOnlyList<int>, RgbImage?[]> make)
    {
        try
        {
            return make(chosen);
        }
        catch (Exception e) when (IsOverflow(e))
        {
            return chosen.Count == 1 ? [null] : [.. chosen.SelectMany(picture => EachOrNull([picture], make))];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();

    private RgbImage?[] Make(Sampler sampler, bool clip, IReadOnlyList<long> seeds, IReadOnlyList<string> prompts, CancellationToken cancellationToken)
    {
        // A batch that is not full repeats its first picture.
        _predictor.SetPrompts(prompts.Count > 0 ? [.. Enumerable.Range(0, Batch).Select(i => prompts[i < prompts.Count ? i : 0])] : [], cancellationToken);
        for (var i = 0; i < Batch; i++)
        {
            GaussianNoise.Draw(_predictor.Length, seeds[i < seeds.Count ? i : 0]).CopyTo(_noise.AsSpan(i * _predictor.Length));
        }

        sampler.Generate(_noise, clip ? new ClippedPredictor(_predictor) : _predictor, _clean, progress: null, cancellationToken);
        return [.. seeds.Select((_, i) => Decode(i, cancellationToken))];
    }

    private RgbImage? Decode(int picture, CancellationToken cancellationToken)
    {
        try
        {
            return _pipeline.Autoencoder.Decode(_clean.AsSpan(picture * _predictor.Length, _predictor.Length), _pipeline.Unet.Native, cancellationToken);
        }
        catch (Exception e) when (IsOverflow(e))
        {
            return null;
        }
    }

    private static bool IsOverflow(Exception exception) => exception is NonFiniteOutputException or DivergedStateException or NotFiniteNumberException;
}
