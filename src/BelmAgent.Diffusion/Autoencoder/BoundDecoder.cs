using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>The decoder bound to latents of one size.</summary>
/// <remarks>Not safe to share between threads.</remarks>
internal sealed class BoundDecoder : IDisposable
{
    private readonly OnnxRun _run;
    private readonly TensorBuffer _latent;
    private readonly TensorBuffer _picture;

    public BoundDecoder(OnnxModel decoder, LatentShape shape, int factor)
    {
        _run = new OnnxRun(decoder);
        try
        {
            _latent = _run.BindInput("latent_sample", 1, shape.Channels, shape.Height, shape.Width);
            _picture = _run.BindOutput(decoder.Output("sample"), 1, RgbImage.Channels, shape.Height * factor, shape.Width * factor);
        }
        catch
        {
            _run.Dispose();
            throw;
        }
    }

    /// <summary>Decodes an unscaled latent.</summary>
    public void Run(ReadOnlySpan<double> latent, Span<float> pixels, CancellationToken cancellationToken)
    {
        _latent.Write(latent);
        _run.Refresh("latent_sample");
        _run.Run(cancellationToken);
        _picture.Read(pixels);
    }

    public void Dispose() => _run.Dispose();
}
