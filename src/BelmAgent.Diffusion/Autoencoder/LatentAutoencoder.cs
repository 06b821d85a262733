using System.Numerics.Tensors;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>The VAE of a model folder: encodes pictures to latents and decodes them.</summary>
/// <remarks>
/// Encoding takes the posterior's mean, so the same picture always gives the same latent; if an encoder draws noise inside its graph,
/// the noise is removed. Latents are multiplied by <see cref="ScalingFactor"/> after encoding and divided by it before decoding. Safe
/// to share between threads; calls wait for one another.
/// </remarks>
public sealed class LatentAutoencoder : IAutoencoder
{
    /// <summary>The scaling factor of SD-1.x and SD-2, used if a config gives none.</summary>
    public const double StableDiffusionScalingFactor = 0.18215;

    // Stable Diffusion's has 99 MB in float16, ToyTown's less than one.
    private const double MaxQuick = 32 << 20;

    // A smaller tile has too little context around each pixel.
    private const int MinTile = 32;

    private readonly OnnxModel _encoder;
    private readonly OnnxModel _decoder;
    private readonly bool _encoderGivesMoments;
    private readonly bool _alwaysTiled;
    private readonly Lock _gate = new();

    private LatentAutoencoder(OnnxModel encoder, OnnxModel decoder, AutoencoderConfig config, bool alwaysTiled)
    {
        (_encoder, _decoder, _alwaysTiled) = (encoder, decoder, alwaysTiled);
        Channels = decoder.Input("latent_sample").Dimensions is [_, > 0 and var channels, _, _] ? channels : config.Channels;
        Factor = config.Factor;
        TileSide = Math.Max(MinTile, config.SampleSize / config.Factor);
        ScalingFactor = config.ScalingFactor ?? StableDiffusionScalingFactor;
        IsScalingFactorAssumed = config.ScalingFactor is null;
        _encoderGivesMoments = encoder.Outputs.ContainsKey("latent_parameters");
    }

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public int Factor { get; }

    /// <inheritdoc/>
    public double ScalingFactor { get; }

    /// <inheritdoc/>
    public bool IsScalingFactorAssumed { get; }

    /// <inheritdoc/>
    /// <remarks>Decided by the size of the decoder's weights: up to 32 MiB.</remarks>
    public bool IsQuick => _decoder.WeightBytes <= MaxQuick;

    /// <summary>
    /// Gets the side, in latent elements, of a tile in tiled decoding: the native size of the model, but at least 32; 64 for Stable
    /// Diffusion.
    /// </summary>
    public int TileSide { get; }

    /// <inheritdoc/>
    public int TiledFallbacks { get; private set; }

    internal IReadOnlyList<OnnxModel> Models => [_encoder, _decoder];

    /// <summary>Loads both halves from a model folder.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">The device on which to run.</param>
    /// <exception cref="ModelException">A file is missing, damaged or does not fit.</exception>
    public static LatentAutoencoder Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var encoder = LoadEncoder(folder.Model("vae_encoder"), device);
        OnnxModel? decoder = null;
        try
        {
            decoder = OnnxModel.Load(folder.Model("vae_decoder"), device, GraphContract.VaeDecoder);
            return new LatentAutoencoder(encoder, decoder, AutoencoderConfig.Load(folder), device.TiledDecode);
        }
        catch
        {
            decoder?.Dispose();
            encoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public LatentShape ShapeOf(int width, int height) => width % Factor == 0 && height % Factor == 0
        ? new LatentShape(Channels, height / Factor, width / Factor)
        : throw new ArgumentException($"An image of {width}×{height} does not divide by {Factor}.");

    /// <summary>Encodes a picture to the scaled mean of its posterior.</summary>
    /// <inheritdoc/>
    public double[] Encode(RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var shape = ShapeOf(image.Width, image.Height);
        lock (_gate)
        {
            using var run = new OnnxRun(_encoder);
            var sample = run.BindInput("sample", 1, RgbImage.Channels, image.Height, image.Width);
            // Newer exports return mean and log-variance one after the other: the mean is the first half.
            var moments = run.BindOutput(
                _encoder.Output("latent_parameters", "latent_sample"),
                1, _encoderGivesMoments ? 2 * shape.Channels : shape.Channels, shape.Height, shape.Width);
            sample.Write(ImageTensor.ToTensor(image));
            run.Refresh("sample");
            run.Run(cancellationToken);

            var latent = new double[shape.Length];
            moments.Read(latent);
            TensorPrimitives.Multiply(latent, ScalingFactor, latent);
            return latent;
        }
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlySpan<double> latent, LatentShape shape, CancellationToken cancellationToken = default)
    {
        var pixels = new float[DecodedLength(shape)];
        Decode(latent, shape, pixels, cancellationToken);
        return ImageTensor.FromTensor(pixels, shape.Width * Factor, shape.Height * Factor);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A latent larger than <see cref="TileSide"/> is decoded in overlapping, blended tiles if <see cref="DeviceOptions.TiledDecode"/>
    /// is set; otherwise tiles, as large as possible, are used if memory is too small for the whole. Group normalisation sees other
    /// statistics in a tile than in the whole picture, so tiled decoding is not bit-identical: with ToyTown's decoder a 64×48 latent
    /// differs by 25 dB in tiles of 32 and by 41 dB in tiles of 48.
    /// </remarks>
    /// <exception cref="DeviceMemoryException">Memory is too small for a tile.</exception>
    public void Decode(ReadOnlySpan<double> latent, LatentShape shape, Span<float> pixels, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(latent.Length, shape.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, DecodedLength(shape));
        var unscaled = new double[latent.Length];
        TensorPrimitives.Divide(latent, ScalingFactor, unscaled);
        var isLarge = Math.Max(shape.Height, shape.Width) > TileSide;
        lock (_gate)
        {
            if (isLarge && _alwaysTiled)
            {
                DecodeTiles(unscaled, shape, TileSide, pixels, cancellationToken);
                return;
            }

            try
            {
                using var decoder = new BoundDecoder(_decoder, shape, Factor);
                decoder.Run(unscaled, pixels, cancellationToken);
            }
            catch (DeviceMemoryException) when (isLarge)
            {
                TiledFallbacks++;
                DecodeLargestTiles(unscaled, shape, pixels, cancellationToken);
            }
        }
    }

    // Larger tiles are closer to the whole picture.
    private void DecodeLargestTiles(ReadOnlySpan<double> unscaled, LatentShape shape, Span<float> pixels, CancellationToken cancellationToken)
    {
        for (var side = Math.Max(shape.Height, shape.Width); ;)
        {
            side = Math.Max(TileSide, side * 3 / 4);
            try
            {
                DecodeTiles(unscaled, shape, side, pixels, cancellationToken);
                return;
            }
            catch (DeviceMemoryException) when (side > TileSide)
            {
            }
        }
    }

    private void DecodeTiles(ReadOnlySpan<double> unscaled, LatentShape shape, int side, Span<float> pixels, CancellationToken cancellationToken)
    {
        var tiles = new TiledDecode(shape, side, Factor);
        using var decoder = new BoundDecoder(_decoder, tiles.Tile, Factor);
        tiles.Run(unscaled, pixels, (tile, picture) => decoder.Run(tile, picture, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    private static OnnxModel LoadEncoder(string path, DeviceOptions device) =>
        OnnxFile.Read(path).Output("latent_parameters") is null && PosteriorMean.Expose(path) is { } graph
            ? OnnxModel.Load(path, graph, device, GraphContract.VaeEncoder)
            : OnnxModel.Load(path, device, GraphContract.VaeEncoder);

    private int DecodedLength(LatentShape shape) => ImageTensor.Length(shape.Width * Factor, shape.Height * Factor);
}
