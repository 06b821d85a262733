using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using BelmAgent.Editing;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Web.OpenAi;

/// <summary>
/// The image routes of OpenAI's interface, for chat front ends that speak no other. That protocol cannot ask, so its key needs the scope
/// <c>approve</c>; what it cannot say stands in headers <c>x-belm-…</c>.
/// </summary>
internal static class OpenAiEndpoints
{
    private const int MaxImages = 4;

    public static void Map(IEndpointRouteBuilder endpoints, long maxMebibytes)
    {
        var images = endpoints.MapGroup("v1/images").RequireScope(Scopes.Approve).RequireScope(Scopes.Edit).ExcludeFromDescription();
        images.MapPost("generations", GenerateAsync).WithMetadata(RateClass.Job);
        images.MapPost("edits", EditAsync).WithMetadata(RateClass.Job, new BodyLimit(2 * maxMebibytes * 1024 * 1024)).DisableAntiforgery();
    }

    private static async Task<IResult> GenerateAsync(HttpContext context, ImageGenerator generator, Images images)
    {
        var asked = await System.Text.Json.JsonSerializer.DeserializeAsync<GenerationBody>(context.Request.Body, cancellationToken: context.RequestAborted)
            ?? throw new System.Text.Json.JsonException("The body is null.");
        var made = new List<string>();
        for (var i = 0; i < Count(asked.N); i++)
        {
            made.Add((await generator.GenerateAsync(new GenerateRequest { Prompt = asked.Prompt }, cancellationToken: context.RequestAborted)).ImageId);
        }

        return await AnswerAsync(context, images, made, asked.ResponseFormat);
    }

    private static async Task<IResult> EditAsync(HttpContext context, ClaimsPrincipal user, Images images, BelmPlugin belm, ProposalBook proposals, JobBook jobs)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new WebException(415, "form_needed", "The body must be a form", "send it as multipart/form-data with 'image' and 'prompt'");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var prompt = form["prompt"].ToString();
        var file = form.Files.GetFile("image") ?? form.Files.GetFile("image[]") ?? throw new WebException(400, "image_needed", "The form has no file 'image'", "add the picture as 'image'");
        if (prompt.Length == 0)
        {
            throw new WebException(400, "prompt_needed", "The form has no 'prompt'", "say what to change as 'prompt'");
        }

        if (form.Files.GetFile("mask") is not null)
        {
            // There, what is transparent may change; a picture's transparency is laid on white when it is read.
            throw new WebException(400, "mask_not_taken", "This route takes no mask", "use 'POST api/v1/pictures/ID/masks', where white may change, and 'POST api/v1/edits'");
        }

        await using var content = file.OpenReadStream();
        var picture = await images.ImportAsync(content, context.RequestAborted);
        using var caller = new EditCaller(user.Identity!.Name!).Enter();
        var proposal = await PlanEndpoints.PlanAsync(new PlanRequest(picture.Id, prompt), belm, proposals, context.RequestAborted);
        await proposals.ApproveAsync(proposal.ProposalId, user.Identity!.Name!, context.RequestAborted);
        var job = await jobs.StartAsync(proposal.ProposalId, cancellationToken: context.RequestAborted);
        using var stop = context.RequestAborted.Register(() => jobs.Cancel(job.Id));
        await jobs.WaitAsync(job.Id, Timeout.InfiniteTimeSpan, context.RequestAborted);
        var ended = jobs.Get(job.Id);
        if (ended.Result is not { } result)
        {
            return ended.Error is { } fault
                ? Results.Json(fault, WebJson.Options, "application/problem+json", fault.Status)
                : throw new WebException(409, "cancelled", "The edit was cancelled", "send it again");
        }

        context.Response.Headers["x-belm-image-id"] = result.ImageId;
        context.Response.Headers["x-belm-check"] = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Check.Result.ToString());
        context.Response.Headers["x-belm-attempts"] = result.Attempts.ToString(CultureInfo.InvariantCulture);
        return await AnswerAsync(context, images, [result.ImageId], form["response_format"].ToString());
    }

    private static int Count(int? n) => n switch
    {
        null => 1,
        >= 1 and <= MaxImages => n.Value,
        _ => throw new LimitExceededException("n", n, $"1 to {MaxImages}"),
    };

    private static async Task<IResult> AnswerAsync(HttpContext context, Images images, IReadOnlyList<string> ids, string? format)
    {
        var data = new List<ImageBody>();
        foreach (var id in ids)
        {
            if (format == "url")
            {
                data.Add(new ImageBody { Url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/api/v1/pictures/{id}/file" });
                continue;
            }

            await using var stream = await images.OpenReadAsync(id, withRecipe: false, context.RequestAborted);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, context.RequestAborted);
            data.Add(new ImageBody { Base64 = Convert.ToBase64String(bytes.ToArray()) });
        }

        return Results.Json(new ImagesBody { Created = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds(), Data = data });
    }

    // Other members of that protocol, such as a model's name or a size, have no meaning here and are passed over.
    private sealed record GenerationBody
    {
        [JsonPropertyName("prompt")]
        public required string Prompt { get; init; }

        [JsonPropertyName("n")]
        public int? N { get; init; }

        [JsonPropertyName("response_format")]
        public string? ResponseFormat { get; init; }
    }

    private sealed record ImagesBody
    {
        [JsonPropertyName("created")]
        public required long Created { get; init; }

        [JsonPropertyName("data")]
        public required IReadOnlyList<ImageBody> Data { get; init; }
    }

    private sealed record ImageBody
    {
        [JsonPropertyName("b64_json")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Base64 { get; init; }

        [JsonPropertyName("url")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Url { get; init; }
    }
}
