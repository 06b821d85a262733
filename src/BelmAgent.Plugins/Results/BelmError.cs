using System.Text.Json.Serialization;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;
using BelmAgent.Planning;
using BelmAgent.Sampling;

namespace BelmAgent.Plugins.Results;

/// <summary>An error that a model or a program can act on. Holds no paths.</summary>
public sealed record BelmError
{
    /// <summary>What kind of error, in snake_case, such as <c>image_not_found</c>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>What went wrong.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    [JsonPropertyName("remedy")]
    public required string Remedy { get; init; }

    /// <summary>Gets the ids that exist, newest first, where an unknown one was given.</summary>
    [JsonPropertyName("known_ids")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KnownIds { get; init; }

    /// <summary>Returns an error of code, message and remedy.</summary>
    /// <param name="code">What kind.</param>
    /// <param name="message">What went wrong.</param>
    /// <param name="remedy">What to do.</param>
    public static BelmError Of(string code, string message, string remedy) =>
        new() { Code = code, Message = message, Remedy = remedy };

    /// <summary>Describes an exception of the domain or of a planner.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The error; null for anything unexpected, which is a fault of the program and no answer.</returns>
    public static BelmError? From(Exception exception) => exception switch
    {
        PictureNotFoundException unknown => Of("image_not_found", $"There is no picture '{unknown.Id}'.", "Use one of known_ids, or list_history.") with
        {
            KnownIds = unknown.KnownIds,
        },
        InversionNotFoundException unknown => Of("inversion_not_found", $"There is no inversion '{unknown.Id}'.", "Use one of known_ids, or invert_image first.") with
        {
            KnownIds = unknown.KnownIds,
        },
        JobNotFoundException unknown => Of("job_not_found", $"There is no job '{unknown.JobId}'.", "Use one of known_ids; an edit that was not started has none.") with
        {
            KnownIds = unknown.KnownIds,
        },
        ProposalNotFoundException unknown => Of("proposal_not_found", $"No proposal '{unknown.ProposalId}' waits to run.", "Each runs once: call plan_edit again."),
        EditRefusedException refused => Of("not_approved", refused.Message, "Tell the person that the edit was not approved; do not try again on your own."),
        LimitExceededException limit => Of("limit_exceeded", limit.Message, $"Give {limit.Setting} as {limit.Allowed}."),
        NothingToUndoException first => Of("nothing_to_undo", first.Message, "There is nothing to do: this is the first picture."),
        InversionMismatchException mismatch => Of("inversion_mismatch", mismatch.Message, "Call invert_image again."),
        PlannerUnavailableException unavailable => Of("planner_unavailable", unavailable.Problem, unavailable.Remedy),
        PlanningException failed => Of("no_usable_plan", failed.Message, "Say the request in other words, or give target_prompt to plan_edit."),
        AuditUnavailableException => Of("audit_unavailable", "The audit cannot be written, so nothing ran.", "Free some space, or correct Belm:Audit:Folder, on the machine that has it."),
        DivergedStateException diverged => Of("sampler_diverged", diverged.Message, $"Give {diverged.Remedy}, or fewer steps."),
        AttentionControlException => Of(
            "attention_not_controllable", "The image model's network does not show its attention.", "Edit with control none, and with blend none or departure."),
        ImageFormatException => Of("image_damaged", "The picture's file is damaged.", "Go to another picture, or ask the person to open the picture anew."),
        DiskFullException => Of("disk_full", "The disk is full, so the picture could not be saved.", "Ask the person to make room, then call the function again."),
        PromptsNotTakenException => Of(
            "prompts_not_taken", "The image model takes no prompt: its pictures can be generated without one, inverted and reconstructed, but not edited.", "Leave the prompt empty, or ask the person for a text-to-image model."),
        IOException or UnauthorizedAccessException => Of("file_not_usable", "A file of the library cannot be read or written.", "Tell the person: the library's folder must be readable and writable."),
        ModelFileMissingException => Of(
            "model_not_usable", "The image model's folder is missing or incomplete.", "Tell the person: the app must reference the package BelmAgent.Models.ToyTown, or name a model's folder in Belm:Model:Path."),
        ModelException => Of("model_not_usable", "The image model cannot be used.", "Run 'belm doctor' on the machine that has it."),
        NativeRuntimeException => Of("runtime_missing", "ONNX Runtime's native library is not there.", "Tell the person: the app must reference the package Microsoft.ML.OnnxRuntime."),
        DeviceMemoryException => Of("device_memory", "The device's memory is too small for the picture.", "Take a smaller picture, or set Belm:Device:LowMemory to true on that machine."),
        ExecutionProviderException => Of("device_not_usable", "The device that was asked for cannot be used.", "Run 'belm doctor' on that machine."),
        _ => null,
    };
}
