using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Text;

/// <summary>Encodes prompts to the embeddings that the UNet attends to.</summary>
/// <remarks>Caches the embeddings of the last 64 prompts. Safe to share between threads.</remarks>
public sealed class TextEncoder : IDisposable
{
    private const int Remembered = 64;
    private const int MaxWidth = 1 << 16;
    private readonly OnnxModel _model;
    private readonly ClipTokenizer _tokenizer;
    private readonly EmbeddingCache _embeddings = new(Remembered);
    private readonly Lock _gate = new();

    private TextEncoder(OnnxModel model, ClipTokenizer tokenizer, int width) =>
        (_model, _tokenizer, Width) = (model, tokenizer, width);

    /// <summary>Gets the number of tokens in an embedding.</summary>
    public int Length => _tokenizer.MaxLength;

    /// <summary>Gets the number of channels of an embedding: 768 for SD-1.x, 1024 for SD-2.</summary>
    public int Width { get; }

    internal OnnxModel Model => _model;

    /// <summary>Gets the tokenizer of the encoder.</summary>
    public ClipTokenizer Tokenizer => _tokenizer;

    /// <summary>Loads the text encoder of a model folder.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">The device on which to run.</param>
    /// <exception cref="ModelException">A file is missing, damaged or does not fit.</exception>
    public static TextEncoder Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = folder.Model("text_encoder");
        var tokenizer = ClipTokenizer.Load(folder.File("tokenizer"));
        tokenizer = tokenizer.For(TextLength.Read(path, OnnxFile.Read(path), folder.Config("text_encoder"), tokenizer));
        var model = OnnxModel.Load(path, device, GraphContract.TextEncoder);
        try
        {
            var output = model.Outputs[model.Output("last_hidden_state")].Dimensions;
            var width = output is [_, _, > 0] ? output[2] : folder.Config("text_encoder").Whole("hidden_size", 1, MaxWidth)
                ?? throw ModelException.DoesNotFit(model.Path, "a hidden size in the output's shape or in config.json", "neither");
            return new TextEncoder(model, tokenizer, width);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Returns the embedding of a prompt.</summary>
    /// <param name="prompt">Any text; empty for the unconditional embedding.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="Length"/> × <see cref="Width"/> numbers, token by token; shared, so it must not be modified.</returns>
    /// <exception cref="NonFiniteOutputException">The encoder returned NaN or infinity.</exception>
    public ReadOnlyMemory<float> Encode(string prompt, CancellationToken cancellationToken = default)
    {
        if (_embeddings.Find(prompt) is { } known)
        {
            return known;
        }

        var embedding = new float[Length * Width];
        lock (_gate)
        {
            using var run = new OnnxRun(_model);
            var ids = run.BindInput("input_ids", 1, Length);
            var hidden = run.BindOutput(_model.Output("last_hidden_state"), 1, Length, Width);
            ids.Write(_tokenizer.Encode(prompt));
            run.Refresh("input_ids");
            run.Run(cancellationToken);
            hidden.Read(embedding.AsSpan());
        }

        _embeddings.Keep(prompt, embedding);
        return embedding;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
