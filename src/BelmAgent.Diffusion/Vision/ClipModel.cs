using System.Numerics.Tensors;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Imaging;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Vision;

/// <summary>
/// CLIP (Radford et al. 2021): embeds texts and pictures in one vector space in which related items are close. A model folder may
/// contain one in <c>clip/</c>, as exported by optimum: <c>model.onnx</c>, or <c>vision_model.onnx</c> and <c>text_model.onnx</c>.
/// </summary>
/// <remarks>Safe to share between threads; calls wait for one another.</remarks>
public sealed class ClipModel : IDisposable
{
    private const int MaxWidth = 1 << 16;
    private const string Whole = "clip/model.onnx";
    private const string Vision = "clip/vision_model.onnx";
    private const string Text = "clip/text_model.onnx";
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";
    private const string PixelValues = "pixel_values";
    private const string TextEmbeds = "text_embeds";
    private const string ImageEmbeds = "image_embeds";

    private static readonly string[] TokenizerPlaces = ["clip/tokenizer", "clip", "tokenizer"];

    private readonly OnnxModel _text;
    private readonly OnnxModel _vision;
    private readonly ClipTokenizer _tokenizer;
    private readonly ClipPreprocessor _preprocessor;
    private readonly int _length;
    private readonly Lock _gate = new();

    // One graph may contain both towers.
    private ClipModel(ModelFolder folder, OnnxModel text, OnnxModel vision)
    {
        (_text, _vision) = (text, vision);
        ExpectInputs(text);
        ExpectInputs(vision);
        _tokenizer = ClipTokenizer.Load(TokenizerFolder(folder));
        _length = TextLength.Read(text.Path, OnnxFile.Read(text.Path), PartConfig.Load(folder.File("clip/config.json")).Part("text_config"), _tokenizer);
        _preprocessor = ClipPreprocessor.Load(folder.File("clip/preprocessor_config.json"), vision.Input(PixelValues).Dimensions is [.., var side] ? side : 0);
        Width = WidthOf(folder, vision, ImageEmbeds);
        if (WidthOf(folder, text, TextEmbeds) is var other && other != Width)
        {
            throw ModelException.DoesNotFit(text.Path, $"{TextEmbeds} of {Width} numbers, as {ImageEmbeds} has", $"{other}");
        }
    }

    /// <summary>Gets the length of a vector: usually 512 or 768.</summary>
    public int Width { get; }

    /// <summary>Loads the CLIP of a model folder.</summary>
    /// <param name="folder">
    /// The model. The tokenizer is in <c>clip/tokenizer/</c>, beside the graph, or the folder's own;
    /// <c>clip/preprocessor_config.json</c> and <c>clip/config.json</c> are read if present.
    /// </param>
    /// <param name="device">The device on which to run.</param>
    /// <returns>The CLIP; null if the folder has none.</returns>
    /// <exception cref="ModelException">A file is missing, damaged or does not fit.</exception>
    /// <exception cref="ExecutionProviderException">The requested provider cannot be used.</exception>
    public static ClipModel? Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var isWhole = File.Exists(folder.File(Whole));
        if (!isWhole && !File.Exists(folder.File(Vision)) && !File.Exists(folder.File(Text)))
        {
            return null;
        }

        OnnxModel Open(string file) => OnnxModel.Load(folder.Require(file, "CLIP"), device);
        var text = Open(isWhole ? Whole : Text);
        var vision = text;
        try
        {
            vision = isWhole ? text : Open(Vision);
            return new ClipModel(folder, text, vision);
        }
        catch
        {
            text.Dispose();
            vision.Dispose();
            throw;
        }
    }

    /// <summary>Returns the vector of a text.</summary>
    /// <param name="text">Any text; CLIP reads about 75 tokens of it.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <returns><see cref="Width"/> numbers of length 1.</returns>
    /// <exception cref="ModelException">The network failed.</exception>
    public float[] EmbedText(string text, CancellationToken cancellationToken = default) => Embed(_text, TextEmbeds, text, null, cancellationToken);

    /// <summary>Returns the vector of a picture.</summary>
    /// <param name="image">Any picture; its largest centred square is used.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <returns><see cref="Width"/> numbers of length 1.</returns>
    /// <exception cref="ModelException">The network failed.</exception>
    public float[] EmbedImage(RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Embed(_vision, ImageEmbeds, "", image, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _vision.Dispose();
    }

    // A combined graph needs inputs for both towers; the unused one is empty.
    private float[] Embed(OnnxModel model, string output, string text, RgbImage? image, CancellationToken cancellationToken)
    {
        var embedding = new float[Width];
        lock (_gate)
        {
            using var run = new OnnxRun(model);
            foreach (var input in model.Inputs.Keys)
            {
                Feed(run, input, text, image);
                run.Refresh(input);
            }

            var result = run.BindOutput(output, 1, Width);
            run.Run(cancellationToken);
            result.Read(embedding);
        }

        // It runs between the steps of a model that needs the memory more.
        model.TryUnload();
        var norm = TensorPrimitives.Norm<float>(embedding);
        TensorPrimitives.Divide(embedding, norm > 0 ? norm : throw ModelException.Broken(model.Path, $"{output} are all 0"), embedding);
        return embedding;
    }

    private void Feed(OnnxRun run, string input, string text, RgbImage? image)
    {
        switch (input)
        {
            case PixelValues:
                var pixels = run.BindInput(input, 1, RgbImage.Channels, _preprocessor.Side, _preprocessor.Side);
                if (image is not null)
                {
                    pixels.Write(_preprocessor.Prepare(image));
                }

                break;
            case InputIds:
                run.BindInput(input, 1, _length).Write(_tokenizer.Encode(text, _length));
                break;
            case AttentionMask:
                var mask = new int[_length];
                // The begin and end tokens are attended to, the padding is not.
                mask.AsSpan(0, Math.Min(_tokenizer.Tokenize(text).Count + 2, _length)).Fill(1);
                run.BindInput(input, 1, _length).Write(mask);
                break;
        }
    }

    private static void ExpectInputs(OnnxModel model)
    {
        model.ExpectOnly(InputIds, AttentionMask, PixelValues);
        foreach (var (name, input) in model.Inputs)
        {
            var type = input.ElementDataType;
            var isFit = name == PixelValues
                ? type is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double
                : type is TensorElementType.Int64 or TensorElementType.Int32;
            if (!isFit)
            {
                throw ModelException.DoesNotFit(model.Path, $"{name} of {(name == PixelValues ? "floats" : "int64 or int32")}", $"{type}");
            }
        }
    }

    private static string TokenizerFolder(ModelFolder folder)
    {
        var place = TokenizerPlaces.First(place => place == "tokenizer" || File.Exists(folder.File($"{place}/vocab.json")));
        _ = folder.Require($"{place}/merges.txt", "CLIP");
        return folder.File(place);
    }

    private static int WidthOf(ModelFolder folder, OnnxModel model, string output) =>
        !model.Outputs.TryGetValue(output, out var declared)
            ? throw ModelException.DoesNotFit(model.Path, $"an output named {output}", string.Join(", ", model.Outputs.Keys))
            : declared.Dimensions is [_, > 0 and var width] ? width
            : folder.Config("clip").Whole("projection_dim", 1, MaxWidth)
                ?? throw ModelException.DoesNotFit(model.Path, $"the width of {output} in the graph or as projection_dim in config.json", "neither");
}
