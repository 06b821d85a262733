using System.Runtime.CompilerServices;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Imaging;
using BelmAgent.Sampling;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Doctor;

/// <summary>Examines whether all parts of the model load on the configured device.</summary>
internal sealed class ModelExamination(
    IOptions<ModelOptions> model, IOptions<DeviceOptions> device, IOptions<AttentionControlOptions> attention) : IExamination
{
    public async IAsyncEnumerable<Finding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var finding in await Task.Run(Look, cancellationToken))
        {
            yield return finding;
        }
    }

    private List<Finding> Look()
    {
        try
        {
            using var pipeline = DiffusionPipeline.Load(model.Value.Path, device.Value);
            return
            [
                new("model", FindingState.Ok, $"{pipeline.Folder.Path}, images of {pipeline.NativeWidth}×{pipeline.NativeHeight}, on {pipeline.Provider}"),
                LookAtTokenizer(pipeline),
                pipeline.Describer is null
                    ? new("describer", FindingState.Note, "the model has none: describe images with --caption")
                    : new("describer", FindingState.Ok, $"answers {pipeline.Describer.Grammar.Heads.Count} questions about an image"),
                .. LookAtClip(pipeline.Folder),
                .. pipeline.TakesPrompts ? [LookAtAttention(pipeline)] : (Finding[])[],
            ];
        }
        catch (Exception e) when (e is ModelException or NonFiniteOutputException or ExecutionProviderException or DeviceMemoryException)
        {
            return [new("model", FindingState.Fault, e.Message)];
        }
    }

    private static Finding LookAtTokenizer(DiffusionPipeline pipeline)
    {
        if (!pipeline.TakesPrompts)
        {
            return new("tokenizer", FindingState.Note, "the model takes no prompt: it can generate, invert and reconstruct images, but not edit them");
        }

        var tokens = pipeline.Text.Tokenizer.Tokenize("a picture of a red car").Count;
        return new("tokenizer", FindingState.Ok, $"{tokens} tokens in \"a picture of a red car\", at most {pipeline.Text.Tokenizer.MaxLength}");
    }

    private IEnumerable<Finding> LookAtClip(ModelFolder folder)
    {
        try
        {
            using var clip = ClipModel.Load(folder, device.Value);
            _ = clip?.EmbedText("a picture of a red car");
            _ = clip?.EmbedImage(RgbImage.Filled(1, 1, RgbColor.Grey));
            return clip is null ? [] : [new("clip", FindingState.Ok, $"judges edits that the describer cannot, by embeddings of {clip.Width} numbers")];
        }
        catch (Exception e) when (e is ModelException or NonFiniteOutputException or DeviceMemoryException)
        {
            return [new("clip", FindingState.Note, $"edits are not judged by CLIP: {e.Message}")];
        }
    }

    // Last, because it replaces the network.
    private Finding LookAtAttention(DiffusionPipeline pipeline)
    {
        try
        {
            pipeline.UseAttentionControl(attention.Value);
        }
        catch (AttentionControlException e)
        {
            return new("attention", FindingState.Note, e.Message);
        }

        var layout = pipeline.Unet.Attention!;
        var layers = $"{layout.Cross.Count} cross and {layout.Mutual.Count} self layers can be shared between source and target";
        return pipeline.Unet.AttentionCacheFailure is { } failure
            ? new("attention", FindingState.Note, $"{layers}, but the network with attention control cannot be cached in {failure.Folder}: free some space there, or set another folder in Belm:Attention:CacheFolder")
            : new("attention", FindingState.Ok, layers);
    }
}
