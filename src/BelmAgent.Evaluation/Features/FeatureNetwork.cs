using System.Security.Cryptography;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Features;

/// <summary>A network that turns a picture into numbers by which pictures are compared: FID and KID are distances of such features.</summary>
/// <remarks>Owns its session. One caller at a time.</remarks>
public sealed class FeatureNetwork : IDisposable
{
    private const int DefaultSide = 299;
    private const int DefaultBatch = 16;
    private readonly OnnxModel _model;
    private readonly OnnxRun _run;
    private readonly FeatureInput _input;
    private readonly TensorBuffer _pixels;
    private readonly TensorBuffer _features;
    private readonly string _pixelsName;
    private readonly float[] _one;

    private FeatureNetwork(OnnxModel model, string name, string sha256, FeatureInput input)
    {
        (_model, Name, Sha256, _input) = (model, name, sha256, input);
        _one = new float[input.Length];
        var (source, target) = Ports(model);
        _pixelsName = source.Key;
        var declared = target.Value.Dimensions;
        Length = declared[1];
        // A network that was exported for a number of pictures takes that many.
        Batch = source.Value.Dimensions[0] is > 0 and var batch ? batch : DefaultBatch;
        _run = new OnnxRun(model);
        try
        {
            _pixels = _run.BindInput(source.Key, Batch, RgbImage.Channels, input.Side, input.Side);
            _features = _run.BindOutput(target.Key, [Batch, Length, .. declared.Skip(2).Select(_ => 1L)]);
        }
        catch
        {
            _run.Dispose();
            throw;
        }
    }

    /// <summary>Gets the ranges of pixel values that a network may expect: <c>-1..1</c>, <c>0..1</c> and <c>0..255</c>.</summary>
    public static IReadOnlyList<string> Ranges { get; } = [.. FeatureInput.Ranges.Keys];

    /// <summary>Gets the location of ResNet-18 beside a build of the app.</summary>
    public static string DefaultPath { get; } = Path.Combine(AppContext.BaseDirectory, "bench", "features", "ResNet18.onnx");

    /// <summary>Gets the network's name, which the names of measures carry: FID-ResNet18.</summary>
    public string Name { get; }

    /// <summary>
    /// Gets the SHA-256 by which features are known, which cannot be compared between different networks: of the network's file, or of that
    /// and the range of its pixels where the range is a choice.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Gets the number of features of a picture.</summary>
    public int Length { get; }

    /// <summary>Gets the number of pictures of a network call.</summary>
    public int Batch { get; }

    /// <summary>
    /// Loads ResNet-18 as trained on ImageNet, from the package Microsoft.ML.DnnImageFeaturizer.ResNet18: 512 features, the mean over the
    /// last 7 × 7 activations. Its input, by the package's own graph beside it: 224 × 224 pixels, 0 to 255, in the order blue, green,
    /// red, minus a mean picture.
    /// </summary>
    /// <param name="device">The device on which to run.</param>
    /// <exception cref="BelmException"><c>no_features</c>: it is not beside the app, as in a published one.</exception>
    public static FeatureNetwork LoadResNet18(DeviceOptions device)
    {
        var preparation = Path.Combine(Path.GetDirectoryName(DefaultPath)!, "ResNetPreprocess.onnx");
        if (!File.Exists(DefaultPath) || !File.Exists(preparation))
        {
            throw new BelmException(
                "no_features", ErrorKind.NotUsable, "There is no network for features beside the app",
                "name one with --features, or run the app from its repository, where ResNet-18 comes with the build");
        }

        const int Side = 224;
        return Load(DefaultPath, "ResNet18", new FeatureInput(Side, 1, 0) { IsBgr = true, Mean = MeanOf(preparation, Side, device) }, range: null, device);
    }

    /// <summary>Loads a network from a file, such as an export of Inception-v3 up to its pooled features.</summary>
    /// <param name="path">An ONNX file: [N, 3, H, W] in RGB, H = W, 299 where it is not declared; out come [N, D], or [N, D, 1, 1].</param>
    /// <param name="range">The range of the pixels, one of <see cref="Ranges"/>.</param>
    /// <param name="device">The device on which to run.</param>
    /// <exception cref="ModelException">The file is missing, damaged, or has other inputs and outputs.</exception>
    public static FeatureNetwork Load(string path, string range, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(range);
        var (scale, shift) = FeatureInput.Ranges[range];
        return Load(path, Path.GetFileNameWithoutExtension(path), new FeatureInput(DefaultSide, scale, shift), range, device);
    }

    /// <summary>Computes features.</summary>
    /// <param name="images">Pictures of any size; they are stretched to the network's.</param>
    /// <param name="features">Receives <see cref="Length"/> numbers for each, one picture after another.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    public void Extract(IReadOnlyList<RgbImage> images, Span<float> features, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, images.Count * Length, nameof(features));
        for (var start = 0; start < images.Count; start += Batch)
        {
            var count = Math.Min(Batch, images.Count - start);
            for (var i = 0; i < count; i++)
            {
                _input.Write(images[start + i], _one);
                _pixels.Write(_one, i * _one.Length);
            }

            RunAgain(cancellationToken);
            _features.Read(features.Slice(start * Length, count * Length));
        }
    }

    /// <summary>Runs the network alone on the pictures of the last call, to measure its own time.</summary>
    internal void RunAgain(CancellationToken cancellationToken)
    {
        _run.Refresh(_pixelsName);
        _run.Run(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _model.Dispose();
    }

    private static FeatureNetwork Load(string path, string name, FeatureInput input, string? range, DeviceOptions device)
    {
        var model = OnnxModel.Load(path, device);
        try
        {
            var (source, target) = Ports(model);
            var side = source.Value.Dimensions is [_, _, > 0 and var height, > 0 and var width]
                ? height == width ? height : throw ModelException.DoesNotFit(path, "square pictures", $"{width}×{height}")
                : input.Side;
            if (target.Value.Dimensions is not ([_, > 0] or [_, > 0, 1, 1]))
            {
                throw ModelException.DoesNotFit(path, "features as [N, D] or [N, D, 1, 1]", $"[{string.Join(", ", target.Value.Dimensions)}]");
            }

            using var file = File.OpenRead(path);
            var hash = SHA256.HashData(file);
            hash = range is null ? hash : SHA256.HashData([.. hash, .. System.Text.Encoding.UTF8.GetBytes(range)]);
            return new FeatureNetwork(model, name, Convert.ToHexStringLower(hash), input with { Side = side });
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static (KeyValuePair<string, Microsoft.ML.OnnxRuntime.NodeMetadata> Source, KeyValuePair<string, Microsoft.ML.OnnxRuntime.NodeMetadata> Target) Ports(OnnxModel model) =>
        model.Inputs.Count == 1 && model.Outputs.Count == 1 && model.Inputs.First().Value.Dimensions is [_, RgbImage.Channels, _, _]
            ? (model.Inputs.First(), model.Outputs.First())
            : throw ModelException.DoesNotFit(
                model.Path, "one input [N, 3, H, W] and one output", $"inputs {string.Join(", ", model.Inputs.Keys)}, outputs {string.Join(", ", model.Outputs.Keys)}");

    // The graph subtracts the mean picture: of black it returns its negative.
    private static float[] MeanOf(string preparation, int side, DeviceOptions device)
    {
        using var model = OnnxModel.Load(preparation, device);
        var (source, target) = Ports(model);
        using var run = new OnnxRun(model);
        _ = run.BindInput(source.Key, 1, RgbImage.Channels, side, side);
        var output = run.BindOutput(target.Key, 1, RgbImage.Channels, side, side);
        run.Run(CancellationToken.None);
        var mean = new float[output.Length];
        output.Read(mean.AsSpan());
        System.Numerics.Tensors.TensorPrimitives.Negate(mean, mean);
        return mean;
    }
}
