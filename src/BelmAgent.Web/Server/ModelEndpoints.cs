using BelmAgent.Editing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Server;

/// <summary>Generating, inverting and sampling back: the model's work beside editing.</summary>
internal static class ModelEndpoints
{
    public static void MapModel(this RouteGroupBuilder api)
    {
        api.MapPost("generations", async (HttpContext context, ImageGenerator generator) =>
            {
                var asked = await context.Request.ReadBodyAsync<GenerationRequest>();
                var made = await generator.GenerateAsync(
                    new GenerateRequest { Prompt = asked.Prompt, Seed = asked.Seed, Steps = asked.Steps, Guidance = asked.Guidance }, cancellationToken: context.RequestAborted);
                return WebJson.Created(context, $"api/v1/pictures/{made.ImageId}", PictureView.From(made.Picture));
            })
            .RequireScope(Scopes.Edit).WithMetadata(RateClass.Job, Idempotent.Mark).WithSummary("Generates a picture from a prompt alone.")
            .Accepts<GenerationRequest>("application/json").Produces<PictureView>(201);
        api.MapPost("pictures/{id}/inversions", InvertAsync).RequireScope(Scopes.Edit).WithMetadata(RateClass.Job)
            .WithSummary("Inverts a picture exactly and measures the way back.").Accepts<InversionRequestBody>("application/json").Produces<InversionView>(201);
        api.MapPost("inversions/{id}/reconstruct", async (string id, HttpContext context, ImageInverter inverter, Images images) =>
            {
                // Only ids: a path would be taken by the domain, too.
                if (!Editing.Library.LibraryId.IsValid(id, Editing.Library.LibraryId.Inversion))
                {
                    throw new BelmException("inversion_not_found", ErrorKind.NotFound, $"There is no inversion '{id}'", "make one with 'POST api/v1/pictures/ID/inversions'");
                }

                var made = await inverter.ReconstructAsync(id, cancellationToken: context.RequestAborted);
                return WebJson.Created(context, $"api/v1/pictures/{made.ImageId}", PictureView.From(await images.GetAsync(made.ImageId, context.RequestAborted)));
            })
            .RequireScope(Scopes.Edit).WithMetadata(RateClass.Job).WithSummary("Samples a picture back from an inversion.").Produces<PictureView>(201);
    }

    private static async Task<IResult> InvertAsync(string id, HttpContext context, ImageInverter inverter, Images images)
    {
        var asked = context.Request.HasJsonContentType() ? await context.Request.ReadBodyAsync<InversionRequestBody>() : new InversionRequestBody();
        var prompt = asked.Prompt ?? await images.GetCaptionAsync(id, context.RequestAborted) ?? "";
        var made = await inverter.InvertAsync(
            new InvertRequest { ImageId = id, Prompt = prompt, Sampler = asked.Sampler, Steps = asked.Steps }, cancellationToken: context.RequestAborted);
        return WebJson.Ok(
            new InversionView
            {
                InversionId = made.InversionId,
                ImageId = id,
                Prompt = prompt,
                Sampler = made.Sampler,
                Steps = made.Steps,
                LatentMse = made.LatentMse,
                PixelMse = made.PixelMse,
                AutoencoderMse = made.AutoencoderMse,
                BitExact = made.BitExact,
                Noise = made.Noise,
                Notes = made.Notes,
                Seconds = made.Seconds,
            },
            StatusCodes.Status201Created);
    }
}

/// <summary>A picture to generate.</summary>
internal sealed record GenerationRequest(string Prompt)
{
    public long? Seed { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }
}

/// <summary>How to invert; all of it may be left out.</summary>
internal sealed record InversionRequestBody
{
    public string? Prompt { get; init; }

    public string? Sampler { get; init; }

    public int? Steps { get; init; }
}

/// <summary>An inversion on the wire, without its path.</summary>
internal sealed record InversionView
{
    public required string InversionId { get; init; }

    public required string ImageId { get; init; }

    public required string Prompt { get; init; }

    public required string Sampler { get; init; }

    public required int Steps { get; init; }

    public double? LatentMse { get; init; }

    public double? PixelMse { get; init; }

    public double? AutoencoderMse { get; init; }

    public bool? BitExact { get; init; }

    public required NoiseSummary Noise { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required double Seconds { get; init; }
}
