using BelmAgent.Imaging.Codecs;
using BelmAgent.Plugins.Results;

/// <summary>Maps refusals of the plugin and the editing domain to HTTP status codes.</summary>
internal static class Status
{
    public static int For(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        ImageFormatException { ImageSource: null } => StatusCodes.Status400BadRequest, // an upload; the library's own files have names
        _ => For(BelmError.From(exception)),
    };

    public static int For(BelmError? error) => error?.Code switch
    {
        "image_not_found" or "job_not_found" or "proposal_not_found" => StatusCodes.Status404NotFound,
        "image_too_large" => StatusCodes.Status413PayloadTooLarge,
        "not_approved" => StatusCodes.Status403Forbidden,
        "limit_exceeded" or "no_usable_plan" or "prompts_not_taken" => StatusCodes.Status422UnprocessableEntity,
        "planner_unavailable" or "device_memory" => StatusCodes.Status503ServiceUnavailable,
        "disk_full" => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };
}
