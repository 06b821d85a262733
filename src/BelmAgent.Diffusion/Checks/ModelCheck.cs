using System.Text.Json;
using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Imaging.Files;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Checks;

/// <summary>
/// Reports what a model folder contains and what it lacks, without loading a network: of the weights only the length is read, and a
/// sample for the hash.
/// </summary>
public sealed class ModelCheck
{
    private const int WidthOfStableDiffusion1 = 768;
    private const int WidthOfStableDiffusion2 = 1024;

    private static readonly (string Part, GraphContract Contract)[] Needed =
    [
        ("text_encoder", GraphContract.TextEncoder), ("unet", GraphContract.Unet), ("vae_encoder", GraphContract.VaeEncoder), ("vae_decoder", GraphContract.VaeDecoder),
    ];

    private readonly ModelFolder _folder;
    private readonly List<PartReport> _parts = [];
    private readonly Dictionary<string, OnnxOutline> _outlines = [];
    private readonly List<ModelFault> _faults = [];
    private readonly List<string> _notes = [];

    private ModelCheck(ModelFolder folder) => _folder = folder;

    /// <summary>Checks a folder. Faults are in the report, not thrown.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellationToken">Cancels between two parts.</param>
    /// <exception cref="ModelException">There is no such folder.</exception>
    public static ModelReport Run(string path, CancellationToken cancellationToken = default) => new ModelCheck(ModelFolder.At(path)).Look(cancellationToken);

    private ModelReport Look(CancellationToken cancellationToken)
    {
        foreach (var (part, contract) in _folder.TakesPrompts ? Needed : [("unet", GraphContract.UnconditionalUnet)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            LookAtGraph(part, $"{part}/model.onnx", contract);
        }

        if (_folder.Has("describer"))
        {
            LookAtGraph("describer", "describer/model.onnx", GraphContract.Describer);
            _ = Try(() => SceneGrammar.Load(_folder.File("describer/labels.json")));
        }

        foreach (var clip in (ReadOnlySpan<string>)["model", "text_model", "vision_model"])
        {
            if (File.Exists(_folder.File($"clip/{clip}.onnx")))
            {
                LookAtGraph("clip", $"clip/{clip}.onnx", null);
            }
        }

        var kind = Kind();
        var tokenizer = _folder.TakesPrompts ? LookAtTokenizer() : null;
        var scheduler = Try(() => SchedulerFile.Load(_folder));
        _ = Try(() => UnetSize.Configured(_folder.Config("unet")));
        var autoencoder = _folder.TakesPrompts ? Try(() => AutoencoderConfig.Load(_folder)) : null;
        if (autoencoder is { ScalingFactor: null } && _outlines.ContainsKey("vae_decoder"))
        {
            _notes.Add(FormattableString.Invariant($"no config gives the scaling factor, so {LatentAutoencoder.StableDiffusionScalingFactor} is assumed"));
        }

        if (kind == ModelKind.Unconditional)
        {
            _notes.Add("it takes no prompt: it can generate, invert and reconstruct images, but not edit them");
        }

        CheckTexts(tokenizer);
        cancellationToken.ThrowIfCancellationRequested();
        return new ModelReport(
            _folder.Path, kind, _parts.FirstOrDefault(part => part.Name == "unet")?.Precision, _parts.Sum(part => part.Bytes),
            Hash(), _parts, tokenizer, scheduler is null ? null : Report(scheduler), autoencoder?.ScalingFactor,
            Faults(), _notes);
    }

    // An unreadable file was already reported by the code that needed it.
    private string? Hash()
    {
        try
        {
            return _parts.Count == 0 ? null : _folder.Hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && _faults.Count > 0)
        {
            return null;
        }
    }

    private void LookAtGraph(string part, string file, GraphContract? contract)
    {
        var path = _folder.File(file);
        if (Try(() => OnnxFile.Read(_folder.Require(file, "the pipeline"))) is not { } outline)
        {
            return;
        }

        List<ExternalFile> external = [.. OnnxFile.ExternalFiles(path, outline).Select(weights => new ExternalFile(weights.File, weights.Bytes))];
        _outlines[part] = outline;
        _parts.Add(new PartReport(
            part, path, RealPath.LengthOf(path) + external.Sum(weights => weights.Bytes), outline.WeightType,
            outline.Opsets.TryGetValue("ai.onnx", out var opset) ? opset : null, outline.Producer, outline.Inputs, outline.Outputs, external));
        if (contract is not null)
        {
            _ = Try(() =>
            {
                contract.Check(path, outline);
                return true;
            });
        }
    }

    private TokenizerReport? LookAtTokenizer() => Try(() =>
    {
        _ = _folder.Require("tokenizer/vocab.json", "the tokenizer");
        _ = _folder.Require("tokenizer/merges.txt", "the tokenizer");
        var tokenizer = ClipTokenizer.Load(_folder.File("tokenizer"));
        var length = _outlines.TryGetValue("text_encoder", out var encoder)
            ? Try(() => (int?)TextLength.Read(_folder.File("text_encoder/model.onnx"), encoder, _folder.Config("text_encoder"), tokenizer))
            : null;
        return new TokenizerReport(tokenizer.Count, length ?? tokenizer.MaxLength);
    });

    private ModelKind Kind()
    {
        if (!_outlines.TryGetValue("unet", out var unet) || unet.Input("sample") is null)
        {
            return ModelKind.Unknown;
        }

        return unet.Input("encoder_hidden_states") is not { } text ? ModelKind.Unconditional
            : _outlines.ContainsKey("describer") ? ModelKind.ToyTownLike
            : (text.Size(2) ?? Try(() => _folder.Config("unet"))?.Number("cross_attention_dim")) switch
            {
                WidthOfStableDiffusion1 => ModelKind.StableDiffusion1,
                WidthOfStableDiffusion2 => ModelKind.StableDiffusion2,
                _ => ModelKind.TextToImage,
            };
    }

    // The text encoder's output must match the UNet's input.
    private void CheckTexts(TokenizerReport? tokenizer)
    {
        var (given, taken) = (Port("text_encoder", outline => outline.Output("last_hidden_state")), Port("unet", outline => outline.Input("encoder_hidden_states")));
        if (given?.Size(2) is { } width && taken?.Size(2) is { } takenWidth && width != takenWidth)
        {
            Refuse($"text embeddings of width {width}, as the text encoder gives", $"width {takenWidth}");
        }

        if (given is not null && tokenizer?.Length is { } length && taken?.Size(1) is { } takenLength && length != takenLength)
        {
            Refuse($"{length} text embeddings, as the text encoder gives", $"{takenLength}");
        }

        GraphPort? Port(string part, Func<OnnxOutline, GraphPort?> port) => _outlines.TryGetValue(part, out var outline) ? port(outline) : null;

        void Refuse(string expected, string found) => _faults.Add(Fault(ModelException.DoesNotFit(_folder.File("unet/model.onnx"), expected, found)));
    }

    // One sentence if one cause explains everything that is missing. Faults of existing files are kept.
    private List<ModelFault> Faults() =>
        HubCache.Unclear(_folder.Path) is { } unclear ? [Fault(unclear)]
        : HasFile(".onnx") || !HasFile(".safetensors", ".bin", ".ckpt", ".pt")
            ? _faults
            : [
                new(_folder.Path, $"{_folder.Path} has weights for PyTorch but not for ONNX: export it with 'optimum-cli export onnx --model {_folder.Path} OUT', or pull a repository that has an ONNX export."),
                .. _faults.Where(fault => Path.Exists(fault.Path)),
            ];

    private bool HasFile(params IReadOnlyList<string> endings) => Directory
        .EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true })
        .Any(file => endings.Contains(Path.GetExtension(file)));

    private T? Try<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (ModelException e)
        {
            _faults.Add(Fault(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add(new ModelFault(_folder.Path, $"{_folder.Path} cannot be read ({e.Message}): check its permissions."));
        }

        return default;
    }

    private static ModelFault Fault(ModelException e) => new(e.Path, e.Message);

    private static SchedulerReport Report(SchedulerConfig config) => new(
        Name(config.PredictionType), config.TrainedBetas?.Count ?? config.TrainingSteps, config.TrainedBetas is null ? Name(config.BetaSchedule) : "trained",
        config.TrainedBetas?[0] ?? config.BetaStart, config.TrainedBetas?[^1] ?? config.BetaEnd, Name(config.TimestepSpacing));

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
