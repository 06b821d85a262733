using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Checks;

/// <summary>The result of checking a model folder.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Kind">The kind of model.</param>
/// <param name="Precision">Element type of most of the UNet's weights; null if there are none.</param>
/// <param name="Bytes">Total bytes of its networks.</param>
/// <param name="Hash">The model's fingerprint (<see cref="ModelFingerprint"/>); null if nothing of it can be read.</param>
/// <param name="Parts">The readable networks.</param>
/// <param name="Tokenizer">The tokenizer; null if there is no readable one.</param>
/// <param name="Scheduler">The training noise; null if its config cannot be read.</param>
/// <param name="ScalingFactor">The factor by which latents are multiplied; null if no config gives it.</param>
/// <param name="Faults">The reasons why it cannot be used; empty if it can.</param>
/// <param name="Notes">Other useful information.</param>
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

/// <summary>The kind of a model, by its networks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>No readable UNet.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>Text embeddings of 768 numbers.</summary>
    [JsonStringEnumMemberName("sd-1.x")]
    StableDiffusion1,

    /// <summary>Text embeddings of 1024 numbers.</summary>
    [JsonStringEnumMemberName("sd-2")]
    StableDiffusion2,

    /// <summary>Text to image, with a describer of scenes like ToyTown's.</summary>
    [JsonStringEnumMemberName("toytown-like")]
    ToyTownLike,

    /// <summary>Text to image, with embeddings of another width.</summary>
    [JsonStringEnumMemberName("text-to-image")]
    TextToImage,

    /// <summary>Images without text.</summary>
    [JsonStringEnumMemberName("unconditional")]
    Unconditional,
}

/// <summary>A network of a model.</summary>
/// <param name="Name">Its place in the folder, such as "unet".</param>
/// <param name="Path">Its ONNX file.</param>
/// <param name="Bytes">Bytes of the file and its external weights.</param>
/// <param name="Precision">Element type of most of its weights; null if it has none.</param>
/// <param name="Opset">Version of the standard operator set; null if not given.</param>
/// <param name="Producer">The program that wrote it.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="External">Files that contain its weights, all complete.</param>
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

/// <summary>A file that contains external weights.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ExternalFile([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("bytes")] long Bytes);

/// <summary>A model's tokenizer.</summary>
/// <param name="Tokens">Number of tokens in its vocabulary.</param>
/// <param name="Length">Number of ids in an encoded text.</param>
public sealed record TokenizerReport([property: JsonPropertyName("tokens")] int Tokens, [property: JsonPropertyName("length")] int Length);

/// <summary>The training settings in a model's scheduler config.</summary>
/// <param name="PredictionType">The quantity that the network predicts, such as epsilon or v_prediction.</param>
/// <param name="TrainingSteps">Number of training steps T.</param>
/// <param name="BetaSchedule">The growth of β; "trained" if each β is listed.</param>
/// <param name="BetaStart">The first β.</param>
/// <param name="BetaEnd">The last β.</param>
/// <param name="TimestepSpacing">The distribution of steps over the training steps.</param>
public sealed record SchedulerReport(
    [property: JsonPropertyName("prediction_type")] string PredictionType,
    [property: JsonPropertyName("num_train_timesteps")] int TrainingSteps,
    [property: JsonPropertyName("beta_schedule")] string BetaSchedule,
    [property: JsonPropertyName("beta_start")] double BetaStart,
    [property: JsonPropertyName("beta_end")] double BetaEnd,
    [property: JsonPropertyName("timestep_spacing")] string TimestepSpacing);

/// <summary>The reason why a model cannot be used.</summary>
/// <param name="Path">The file or folder at fault.</param>
/// <param name="Sentence">The fault and its remedy.</param>
public sealed record ModelFault([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("sentence")] string Sentence);
