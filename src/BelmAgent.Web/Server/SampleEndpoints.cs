using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Server;

/// <summary>Pictures to begin with, so that a first visitor need not bring one.</summary>
internal static class SampleEndpoints
{
    private static readonly Sample[] Stickers =
    [
        new("beach", "A car and a cat", ["make the car blue", "replace the cat with a dog", "make it night"]),
        new("gift", "A sad face on a gift", ["make the face surprised", "make the gift golden", "remove the face"]),
        new("robot", "A robot and a cactus", ["make the robot wooden", "make it a flat cartoon", "put a balloon in the sky"]),
    ];

    private static readonly Sample[] Toys =
    [
        new("house", "A house", ["make the house blue", "put the house on snow", "make the house purple and the sky overcast"]),
        new("car", "A car", ["make the car blue", "make it night", "remove the car"]),
        new("boat", "A boat", ["make the boat green", "remove the boat", "make the car yellow"]),
    ];

    public static void MapSamples(this RouteGroupBuilder api)
    {
        api.MapGet("samples", (HttpContext context) => WebJson.Ok(OfModel(context.RequestServices).Select(SampleView.From)))
            .RequireScope(Scopes.Read).WithSummary("Lists sample pictures with requests to try.").Produces<IReadOnlyList<SampleView>>();
        api.MapGet("samples/{name}/thumbnail", (string name, HttpContext context) =>
                PictureEndpoints.Cached(context, ImageCodec.EncodeWebp(PictureThumbnails.Shrink(ImageCodec.Decode(Find(name).Read()), 256)), "image/webp"))
            .RequireScope(Scopes.Read).WithSummary("Returns a sample in small.").Produces<Stream>(200, "image/webp");
        api.MapPost("samples/{name}", async (string name, HttpContext context, Images images) =>
            {
                using var content = new MemoryStream(Find(name).Read());
                var picture = await images.ImportAsync(content, context.RequestAborted);
                return WebJson.Created(context, $"api/v1/pictures/{picture.Id}", PictureView.From(picture));
            })
            .RequireScope(Scopes.Edit).WithMetadata(RateClass.Picture).WithSummary("Brings a sample into the library.").Produces<PictureView>(201);
    }

    // Pictures of the world that the model knows.
    private static Sample[] OfModel(IServiceProvider services)
    {
        try
        {
            return SystemView.FindModel(services) is { } model && model.Has("describer")
                && !SceneGrammar.Load(model.File("describer/labels.json")).Heads.Any(head => head.Name == "place") ? Toys : Stickers;
        }
        catch (ModelException)
        {
            return Stickers;
        }
    }

    private static Sample Find(string name) => Stickers.Concat(Toys).FirstOrDefault(sample => sample.Name == name)
        ?? throw BelmException.NotFound("sample_not_found", "sample", name, [.. Stickers.Concat(Toys).Select(sample => sample.Name)], "there are none");

    private sealed record Sample(string Name, string Title, string[] Requests)
    {
        public byte[] Read()
        {
            using var stream = typeof(SampleEndpoints).Assembly.GetManifestResourceStream($"samples/{Name}.png")!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    private sealed record SampleView(string Name, string Title, string[] Requests, string Thumbnail, int Width, int Height)
    {
        public static SampleView From(Sample sample)
        {
            using var content = new MemoryStream(sample.Read());
            var size = PngSummary.Read(content);
            return new SampleView(sample.Name, sample.Title, sample.Requests, $"api/v1/samples/{sample.Name}/thumbnail", size.Width, size.Height);
        }
    }
}
