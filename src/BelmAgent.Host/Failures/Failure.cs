using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Evaluation.Plans;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;
using BelmAgent.Planning;
using BelmAgent.Sampling;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Failures;

/// <summary>A failure as the caller sees it. The one place that turns exceptions into exit codes and sentences.</summary>
/// <param name="ExitCode">What the process returns.</param>
/// <param name="Code">A short name for programs, in snake_case; the same as the plugin's where it has one.</param>
/// <param name="Message">One sentence with the remedy.</param>
internal sealed record Failure(int ExitCode, string Code, string Message)
{
    public static Failure Of(Exception exception) => exception switch
    {
        EditStoppedException e => new(ExitCodes.Cancelled, "cancelled", e.Message),
        OperationCanceledException => new(ExitCodes.Cancelled, "cancelled", "Cancelled."),
        UsageException e => new(ExitCodes.BadInput, e.Code, e.Message),
        OptionsValidationException e => new(ExitCodes.BadInput, "configuration", string.Join(" ", e.Failures)),
        AggregateException e when e.InnerExceptions.All(inner => inner is OptionsValidationException) => new(
            ExitCodes.BadInput, "configuration", string.Join(" ", e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures))),
        ImageFormatException e => new(ExitCodes.BadInput, "not_an_image", e.Message),
        ImageTooLargeException e => new(ExitCodes.Refused, "image_too_large", e.Message),
        PictureNotFoundException e => new(ExitCodes.BadInput, "image_not_found", e.Message),
        InversionNotFoundException e => new(ExitCodes.BadInput, "inversion_not_found", e.Message),
        InversionFormatException e => new(ExitCodes.BadInput, "not_an_inversion", e.Message),
        InversionMismatchException e => new(ExitCodes.BadInput, "inversion_mismatch", e.Message),
        PromptsNotTakenException e => new(ExitCodes.NotUsable, "prompts_not_taken", e.Message),
        HubNameException e => new(ExitCodes.BadInput, "not_a_repository", e.Message),
        HubNotFoundException e => new(ExitCodes.BadInput, "repository_not_found", e.Message),
        ModelExistsException e => new(ExitCodes.BadInput, "model_exists", e.Message),
        HubAccessException e => new(ExitCodes.NotUsable, "hub_refused", e.Message),
        HubUnavailableException e => new(ExitCodes.NotUsable, "hub_unavailable", e.Message),
        HubSpaceException e => new(ExitCodes.NotUsable, "disk_full", e.Message),
        HubException e => new(ExitCodes.NotUsable, "model_not_fetched", e.Message),
        DivergedStateException e => new(ExitCodes.BadInput, "sampler_diverged", e.Message),
        NonFiniteNoiseException e => new(ExitCodes.NotUsable, "model_not_usable", $"{e.Message} Use the fp32 export of the model, or a lower guidance."),
        ModelException e => new(ExitCodes.NotUsable, "model_not_usable", e.Message),
        ExecutionProviderException e => new(ExitCodes.NotUsable, "device_not_usable", e.Message),
        NativeRuntimeException e => new(ExitCodes.NotUsable, "runtime_missing", e.Message),
        DeviceMemoryException e => new(ExitCodes.NotUsable, "device_memory", e.Message),
        PlannerUnavailableException e => new(ExitCodes.NotUsable, "planner_unavailable", e.Message),
        PlanningException e => new(ExitCodes.NotUsable, "no_usable_plan", e.Message),
        PathNotAllowedException e => new(ExitCodes.Refused, "path_not_allowed", e.Message),
        LimitExceededException e => new(ExitCodes.Refused, "limit_exceeded", e.Message),
        EditPairSetException e => new(ExitCodes.BadInput, "not_edit_pairs", e.Message),
        PlanInstructionException e => new(ExitCodes.BadInput, "not_instructions", e.Message),
        EditResultsException e => new(ExitCodes.BadInput, "other_results", e.Message),
        SessionNotFoundException e => new(ExitCodes.BadInput, "session_not_found", e.Message),
        SessionFormatException e => new(ExitCodes.BadInput, "not_a_session", e.Message),
        JobNotFoundException e => new(ExitCodes.BadInput, "job_not_found", e.Message),
        NothingToUndoException e => new(ExitCodes.BadInput, "nothing_to_undo", e.Message),
        EditRefusedException => new(ExitCodes.Refused, "not_approved", "The edit was not approved, so nothing ran: answer y, or pass --yes where nobody can be asked."),
        AuditUnavailableException e => new(ExitCodes.NotUsable, "audit_unavailable", e.Message),
        LinkLoopException e => new(ExitCodes.BadInput, "link_loop", e.Message),
        DiskFullException e => new(ExitCodes.NotUsable, "disk_full", e.Message),
        FileNotFoundException or DirectoryNotFoundException => new(ExitCodes.BadInput, "file_not_found", exception.Message),
        UnauthorizedAccessException e => new(ExitCodes.BadInput, "file_not_allowed", e.Message),
        IOException e => new(ExitCodes.NotUsable, "file", e.Message),
        _ => new(ExitCodes.Unexpected, "unexpected", "Something unexpected went wrong: run it again with --verbose for details."),
    };
}
