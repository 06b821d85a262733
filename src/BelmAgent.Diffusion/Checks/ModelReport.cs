using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Checks;

/// <summary>What a model folder is, and what it lacks.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Precision">Element type of most of the UNet's weights; null where there is none.</param>
/// <param name="Bytes">Bytes of its networks.</param>
/// <param name="Hash">The model's fingerprint (<see cref="ModelFingerprint"/>); null where nothing of it can be read.</param>
/// <param name="Parts">Its networks, those that can be read.</param>
/// <param name="Tokenizer">Its tokenizer; null where there is none that can be read.</param>
/// <param name="Scheduler">Its training noise; null where its config cannot be read.</param>
/// <param name="ScalingFactor">What latents are multiplied by; null where no config says.</param>
/// <param name="Faults">Why it cannot be used; none where it can.</param>
/// <param name="Notes">What else is worth knowing.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ModelReport(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("kind")] ModelKind Kind,
    [property: JsonPropertyName("dtype")] string? Precision,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("hash")] string? Hash,
    [property: JsonPropertyName("parts")] IReadOnlyList<PartReport> Parts,
    [property: JsonPropertyName("tokenizer")] TokenizerReport? Tokenizer,
    [property: JsonPropertyName("scheduler")] SchedulerReport? Scheduler,
    [property: JsonPropertyName("scaling_factor")] double? ScalingFactor,
    [property: JsonPropertyName("faults")] IReadOnlyList<ModelFault> Faults,
    [property: JsonPropertyName("notes")] IReadOnlyList<string> Notes)
{
    /// <summary>Gets whether the app can use it.</summary>
    [JsonPropertyName("usable")]
    public bool IsUsable => Faults.Count == 0;
}

/// <summary>What a model folder is, by its networks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>No UNet that can be read.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>Text embeddings of 768 numbers.</summary>
    [JsonStringEnumMemberName("sd-1.x")]
    StableDiffusion1,

    /// <summary>Text embeddings of 1024 numbers.</summary>
    [JsonStringEnumMemberName("sd-2")]
    StableDiffusion2,

    /// <summary>Text to picture, with a describer of scenes as ToyTown has one.</summary>
    [JsonStringEnumMemberName("toytown-like")]
    ToyTownLike,

    /// <summary>Text to picture, with embeddings of another width.</summary>
    [JsonStringEnumMemberName("text-to-image")]
    TextToImage,

    /// <summary>Pictures without a text.</summary>
    [JsonStringEnumMemberName("unconditional")]
    Unconditional,
}

/// <summary>One network of a model.</summary>
/// <param name="Name">Its place in the folder, such as "unet".</param>
/// <param name="Path">Its ONNX file.</param>
/// <param name="Bytes">Bytes of the file and of the weights outside it.</param>
/// <param name="Precision">Element type of most of its weights; null where it has none.</param>
/// <param name="Opset">Version of the standard operator set; null where it does not say.</param>
/// <param name="Producer">What wrote it.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="External">Files that its weights are in, all there in full.</param>
public sealed record PartReport(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("dtype")] string? Precision,
    [property: JsonPropertyName("opset")] long? Opset,
    [property: JsonPropertyName("producer")] string Producer,
    [property: JsonPropertyName("inputs")] IReadOnlyList<GraphPort> Inputs,
    [property: JsonPropertyName("outputs")] IReadOnlyList<GraphPort> Outputs,
    [property: JsonPropertyName("external")] IReadOnlyList<ExternalFile> External);

/// <summary>A file that holds weights outside their graph.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ExternalFile([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("bytes")] long Bytes);

/// <summary>A model's tokenizer.</summary>
/// <param name="Tokens">Tokens of its vocabulary.</param>
/// <param name="Length">Ids in one encoded text.</param>
public sealed record TokenizerReport([property: JsonPropertyName("tokens")] int Tokens, [property: JsonPropertyName("length")] int Length);

/// <summary>What a model's scheduler config says of its training.</summary>
/// <param name="PredictionType">What the network predicts, such as epsilon or v_prediction.</param>
/// <param name="TrainingSteps">Steps T of its training.</param>
/// <param name="BetaSchedule">How β grows; "trained" where each is listed.</param>
/// <param name="BetaStart">The first β.</param>
/// <param name="BetaEnd">The last β.</param>
/// <param name="TimestepSpacing">How steps are laid over the training steps.</param>
public sealed record SchedulerReport(
    [property: JsonPropertyName("prediction_type")] string PredictionType,
    [property: JsonPropertyName("num_train_timesteps")] int TrainingSteps,
    [property: JsonPropertyName("beta_schedule")] string BetaSchedule,
    [property: JsonPropertyName("beta_start")] double BetaStart,
    [property: JsonPropertyName("beta_end")] double BetaEnd,
    [property: JsonPropertyName("timestep_spacing")] string TimestepSpacing);

/// <summary>Why a model cannot be used.</summary>
/// <param name="Path">The file or folder at fault.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record ModelFault([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("sentence")] string Sentence);
