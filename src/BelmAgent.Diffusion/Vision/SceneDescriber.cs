using System.Numerics.Tensors;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Diffusion.Vision;

/// <summary>Describes a picture with a scene classifier with named heads, such as ToyTown's in <c>describer/</c>.</summary>
/// <remarks>Safe to share between threads; calls wait for one another.</remarks>
public sealed class SceneDescriber : IDisposable
{
    private const int MaxSide = 1 << 14;
    private readonly OnnxModel _model;
    private readonly int _side;
    private readonly Lock _gate = new();

    private SceneDescriber(OnnxModel model, SceneGrammar grammar, int side) => (_model, Grammar, _side) = (model, grammar, side);

    /// <summary>Gets the heads, their labels, and the rules for captions.</summary>
    public SceneGrammar Grammar { get; }

    internal OnnxModel Model => _model;

    /// <summary>Loads the describer of a model folder.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">The device on which to run.</param>
    /// <returns>The describer; null if the folder has none.</returns>
    /// <exception cref="ModelException">A file is missing, damaged or does not fit.</exception>
    public static SceneDescriber? Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!folder.Has("describer"))
        {
            return null;
        }

        var grammar = SceneGrammar.Load(folder.File("describer/labels.json"));
        var model = OnnxModel.Load(folder.Model("describer"), device, GraphContract.Describer);
        try
        {
            var declared = model.Outputs[model.Output("logits")].Dimensions is [.., var last] ? last : 0;
            if (declared > 0 && declared != grammar.LogitCount)
            {
                throw ModelException.DoesNotFit(model.Path, $"{grammar.LogitCount} logits, as labels.json has labels", $"{declared}");
            }

            var side = model.Input("sample").Dimensions is [.., > 0 and var width] ? width
                : folder.Config("vae_decoder").Whole("sample_size", 1, MaxSide) ?? 128;
            return new SceneDescriber(model, grammar, side);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Describes a picture.</summary>
    /// <param name="image">Any picture; it is resized to the classifier's native size.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    public SceneDescription Describe(RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var fitted = image.Width == _side && image.Height == _side ? image : ImageResize.To(image, _side, _side, ImageFit.CenterCrop).Image;
        var logits = new float[Grammar.LogitCount];
        lock (_gate)
        {
            using var run = new OnnxRun(_model);
            var sample = run.BindInput("sample", 1, RgbImage.Channels, _side, _side);
            var output = run.BindOutput(_model.Output("logits"), 1, Grammar.LogitCount);
            sample.Write(ImageTensor.ToTensor(fitted));
            run.Refresh("sample");
            run.Run(cancellationToken);
            output.Read(logits);
        }

        return Read(logits);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private SceneDescription Read(ReadOnlySpan<float> logits)
    {
        var labels = new Dictionary<string, string>();
        var confidences = new Dictionary<string, double>();
        var offset = 0;
        foreach (var head in Grammar.Heads)
        {
            var probabilities = new float[head.Labels.Count];
            TensorPrimitives.SoftMax(logits.Slice(offset, probabilities.Length), probabilities);
            var best = TensorPrimitives.IndexOfMax<float>(probabilities);
            labels[head.Name] = head.Labels[best];
            confidences[head.Name] = probabilities[best];
            offset += probabilities.Length;
        }

        return new SceneDescription(labels, confidences, Grammar.Caption(labels));
    }
}

/// <summary>The describer's result for a picture.</summary>
/// <param name="Labels">The label of each head, by the head's name.</param>
/// <param name="Confidences">The probability of each of those labels, 0 to 1.</param>
/// <param name="Caption">The same as one canonical caption.</param>
public sealed record SceneDescription(
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, double> Confidences,
    string Caption);
