using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Pictures;

/// <summary>Pictures: brought in, listed, shown, compared, masked, and forgotten.</summary>
internal static class PictureEndpoints
{
    private const string Immutable = "private, max-age=31536000, immutable";

    // Four times: a difference that the eye just misses becomes visible.
    private const double Gain = 4;

    public static void MapPictures(this RouteGroupBuilder api, long maxMebibytes)
    {
        var limit = new BodyLimit(maxMebibytes * 1024 * 1024);
        api.MapPost("pictures", ImportAsync).RequireScope(Scopes.Edit).WithMetadata(limit, RateClass.Picture, Idempotent.Mark)
            .WithSummary("Brings a picture in: its bytes as PNG, JPEG or WebP.").Accepts<Stream>("image/png", "image/jpeg", "image/webp").Produces<PictureView>(201);
        api.MapGet("pictures", ListAsync).RequireScope(Scopes.Read).WithSummary("Lists pictures, newest first.").Produces<PageView<PictureView>>();
        api.MapGet("pictures/{id}", GetAsync)
            .RequireScope(Scopes.Read).WithSummary("Returns a picture and its recipe.").Produces<PictureView>();
        api.MapGet("pictures/{id}/lineage", LineageAsync).RequireScope(Scopes.Read).WithSummary("Returns the tree of versions of a picture.").Produces<LineageView>();
        api.MapGet("pictures/{id}/recipe", RecipeAsync).RequireScope(Scopes.Read).WithSummary("Downloads how a picture was made.").Produces<PictureRecipe>();
        api.MapGet("pictures/{id}/file", FileAsync).RequireScope(Scopes.Read).WithSummary("Returns a picture's bytes.").Produces<Stream>(200, "image/png", "image/jpeg", "image/webp");
        api.MapGet("pictures/{id}/thumbnail", async (string id, HttpContext context, Images images, int size = 256) =>
                Cached(context, await images.GetThumbnailAsync(id, size, context.RequestAborted), "image/webp"))
            .RequireScope(Scopes.Read).WithSummary("Returns a picture in small: 128, 256 or 512 pixels.").Produces<Stream>(200, "image/webp");
        api.MapGet("pictures/{id}/comparison", async (string id, string with, Images images, CancellationToken token) => WebJson.Ok(await images.CompareAsync(id, with, token)))
            .RequireScope(Scopes.Read).WithSummary("Measures how two pictures of one size differ.");
        api.MapGet("pictures/{id}/difference", DifferenceAsync).RequireScope(Scopes.Read).WithSummary("Shows how two pictures of one size differ.").Produces<Stream>(200, "image/png");
        api.MapPost("pictures/{id}/masks", ImportMaskAsync).RequireScope(Scopes.Edit).WithMetadata(limit, RateClass.Picture)
            .WithSummary("Brings a mask in: of the picture's size, white where it may change.").Accepts<Stream>("image/png").Produces<PictureView>(201);
        api.MapPost("pictures/{id}/describe", async (string id, Images images, CancellationToken token) => WebJson.Ok(await images.DescribeAsync(id, token)))
            .RequireScope(Scopes.Edit).WithMetadata(RateClass.Plan).WithSummary("Describes what a picture shows.").Produces<PictureDescription>();
        api.MapDelete("pictures/{id}", async (string id, Images images, CancellationToken token, bool descendants = false) =>
            {
                await images.ForgetAsync(id, descendants, token);
                return Results.NoContent();
            })
            .RequireScope(Scopes.Admin).WithSummary("Deletes a picture with its masks, inversions and thumbnails.").Produces(204);
    }

    /// <summary>Answers with bytes that never change.</summary>
    public static IResult Cached(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers.CacheControl = Immutable;
        return Results.Bytes(bytes, type);
    }

    private static async Task<IResult> ImportAsync(HttpContext context, Images images, IOptions<EditingOptions> options)
    {
        var picture = await images.ImportAsync(context.Request.Upload(options.Value.MaxImportMebibytes), context.RequestAborted);
        return WebJson.Created(context, $"api/v1/pictures/{picture.Id}", PictureView.From(picture));
    }

    private static async Task<IResult> ImportMaskAsync(string id, HttpContext context, Images images, IOptions<EditingOptions> options)
    {
        var mask = await images.ImportMaskAsync(context.Request.Upload(options.Value.MaxImportMebibytes), id, context.RequestAborted);
        return WebJson.Created(context, $"api/v1/pictures/{mask.Id}", PictureView.From(mask));
    }

    private static async Task<IResult> GetAsync(string id, Images images, CancellationToken token)
    {
        var picture = await images.GetAsync(id, token);
        return WebJson.Ok(PictureView.From(picture) with { Recipe = picture.Recipe });
    }

    private static async Task<IResult> ListAsync(Images images, CancellationToken token, string? after = null, int limit = 50, PictureKind? kind = null, string? q = null)
    {
        var page = await images.ListPageAsync(new ImageQuery { After = after, Limit = limit, Kind = kind, Words = q }, token);
        return WebJson.Ok(new PageView<PictureView>([.. page.Images.Select(PictureView.From)], page.Next));
    }

    private static async Task<IResult> LineageAsync(string id, Images images, CancellationToken token)
    {
        var nodes = (await images.ListHistoryAsync(id, 1000, token)).Reverse().ToList();
        var known = nodes.Select(node => node.Id).ToHashSet();
        return WebJson.Ok(new LineageView(
            [.. nodes.Select(PictureView.From)],
            [.. nodes.Where(node => node.PreviousId is { } before && known.Contains(before)).Select(node => new LineageEdge(node.PreviousId!, node.Id))],
            id));
    }

    private static async Task<IResult> RecipeAsync(string id, HttpContext context, Images images)
    {
        var picture = await images.GetAsync(id, context.RequestAborted);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}.json\"";
        return WebJson.Ok(picture.Recipe);
    }

    private static async Task<IResult> FileAsync(string id, HttpContext context, Images images, string recipe = "keep", string format = "png", bool download = false)
    {
        var token = context.RequestAborted;
        if (recipe is not ("keep" or "strip"))
        {
            throw new LimitExceededException("recipe", recipe, "keep or strip");
        }

        if (format is not ("png" or "jpeg" or "webp"))
        {
            throw new LimitExceededException("format", format, "png, jpeg or webp");
        }

        var stream = await images.OpenReadAsync(id, format == "png" && recipe == "keep", token);
        if (download)
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}.{(format == "jpeg" ? "jpg" : format)}\"";
        }

        if (format == "png")
        {
            context.Response.Headers.CacheControl = Immutable;
            return Results.Stream(stream, "image/png");
        }

        await using (stream)
        {
            var image = await ImageCodec.ReadAsync(stream, cancellationToken: token);
            return format == "jpeg"
                ? Cached(context, ImageCodec.EncodeJpeg(image, profile: image.Profile), "image/jpeg")
                : Cached(context, EncodeWebp(image), "image/webp");
        }
    }

    private static byte[] EncodeWebp(RgbImage image) => Math.Max(image.Width, image.Height) <= ImageCodec.MaxWebpEdge
        ? ImageCodec.EncodeWebp(image, 92)
        : throw new LimitExceededException("format", "webp", $"png or jpeg for a picture of more than {ImageCodec.MaxWebpEdge} pixels an edge");

    private static async Task<IResult> DifferenceAsync(string id, string with, HttpContext context, Images images, PictureLibrary library)
    {
        // Compares the sizes, and says so in words.
        await images.CompareAsync(id, with, context.RequestAborted);
        var (one, other) = (await library.ReadImageAsync(id, context.RequestAborted), await library.ReadImageAsync(with, context.RequestAborted));
        return Cached(context, ImageCodec.EncodePng(ImageComparison.Difference(one, other, Gain)), "image/png");
    }
}

/// <summary>The versions of a picture.</summary>
/// <param name="Nodes">The pictures, oldest first.</param>
/// <param name="Edges">Which came after which.</param>
/// <param name="Current">The picture that was asked about.</param>
internal sealed record LineageView(IReadOnlyList<PictureView> Nodes, IReadOnlyList<LineageEdge> Edges, string Current);

/// <summary>A step from one version to the next.</summary>
internal sealed record LineageEdge(string From, string To);
