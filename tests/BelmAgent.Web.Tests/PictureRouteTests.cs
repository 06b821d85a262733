using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Web.Tests;

/// <summary>Pictures come in, are shown in every form, and can be forgotten.</summary>
public sealed class PictureRouteTests(BelmServer server) : IClassFixture<BelmServer>
{
    private static readonly byte[] House = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "house.png"));

    [Fact]
    public async Task A_picture_comes_back_in_every_form()
    {
        var id = await server.ImportAsync();
        var before = ImageCodec.Decode(House);

        foreach (var (query, type) in ((string, string)[])[("", "image/png"), ("?recipe=strip", "image/png"), ("?format=jpeg", "image/jpeg"), ("?format=webp&download=true", "image/webp")])
        {
            var answer = await server.Client.GetAsync($"api/v1/pictures/{id}/file{query}");
            var image = ImageCodec.Decode(await answer.Content.ReadAsByteArrayAsync());

            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.InRange(ImageComparison.Psnr(before, image), type == "image/png" ? 99 : 28, double.PositiveInfinity);
        }

        var small = ImageCodec.Decode(await server.Client.GetByteArrayAsync($"api/v1/pictures/{id}/thumbnail?size=128"));
        Assert.Equal((128, 128), (small.Width, small.Height));
        (await server.Client.GetAsync($"api/v1/pictures/{id}/thumbnail?size=7")).Problem(400, "limit_exceeded");
        (await server.Client.GetAsync($"api/v1/pictures/{id}/file?format=gif")).Problem(400, "limit_exceeded");
    }

    [Fact]
    public async Task A_picture_is_listed_without_its_path_and_forgotten_when_asked()
    {
        var id = await server.ImportAsync("cat");

        var one = (await server.Client.GetAsync($"api/v1/pictures/{id}")).Ok();
        var page = (await server.Client.GetAsync("api/v1/pictures?limit=1")).Ok();
        Assert.Equal((id, "imported"), ((string)one["image_id"]!, (string)one["kind"]!));
        Assert.Null(one["path"]);
        Assert.Equal("imported", (string)one["recipe"]!["kind"]!);
        Assert.Equal(id, (string)page["items"]![0]!["image_id"]!);

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync($"api/v1/pictures/{id}")).StatusCode);
        (await server.Client.GetAsync($"api/v1/pictures/{id}")).Problem(404, "image_not_found");
        (await server.Client.GetAsync($"api/v1/pictures/{id}/thumbnail")).Problem(404, "image_not_found");
    }

    [Fact]
    public async Task Two_pictures_are_compared_in_numbers_and_as_a_picture()
    {
        var (one, other) = (await server.ImportAsync("house"), await server.ImportAsync("car"));

        var measures = (await server.Client.GetAsync($"api/v1/pictures/{one}/comparison?with={other}")).Ok();
        var difference = ImageCodec.Decode(await server.Client.GetByteArrayAsync($"api/v1/pictures/{one}/difference?with={other}"));

        Assert.InRange((double)measures["changed_fraction"]!, 0.1, 1);
        Assert.Equal((128, 128), (difference.Width, difference.Height));
        Assert.Equal(99, (double)(await server.Client.GetAsync($"api/v1/pictures/{one}/comparison?with={one}")).Ok()["psnr"]!);
        (await server.Client.GetAsync($"api/v1/pictures/{one}/comparison")).Problem(400, "invalid_request");
    }

    [Fact]
    public async Task A_mask_must_have_the_size_of_its_picture()
    {
        var id = await server.ImportAsync();

        var mask = (await SendAsync($"api/v1/pictures/{id}/masks", ImageCodec.EncodePng(RgbImage.Filled(128, 128, RgbColor.White)))).Created();
        Assert.Equal(("mask", id), ((string)mask["kind"]!, (string)mask["parent_id"]!));
        (await SendAsync($"api/v1/pictures/{id}/masks", ImageCodec.EncodePng(RgbImage.Filled(12, 128, RgbColor.White)))).Problem(400, "limit_exceeded");
        (await SendAsync($"api/v1/pictures/{id}/masks", ImageCodec.EncodePng(RgbImage.Filled(128, 128, RgbColor.Black)))).Problem(400, "limit_exceeded");
    }

    [Fact]
    public async Task An_inversion_tells_that_the_picture_comes_back()
    {
        var id = await server.ImportAsync();

        var made = (await server.Client.PostAsync($"api/v1/pictures/{id}/inversions", new { steps = 10 })).Created();
        var back = (await server.Client.PostAsync($"api/v1/inversions/{made["inversion_id"]}/reconstruct", null)).Created();

        Assert.InRange((double)made["latent_mse"]!, 0, 1e-18);
        Assert.Equal(4 * 16 * 16, made["noise"]!["histogram"]!.AsArray().Sum(bin => (int)bin!));
        Assert.Null(made["path"]);
        Assert.Equal("reconstructed", (string)back["kind"]!);
        (await server.Client.PostAsync("api/v1/inversions/..%2fx/reconstruct", null)).Problem(404, "inversion_not_found");
    }

    [Fact]
    public async Task What_is_no_picture_is_told_in_one_sentence()
    {
        (await SendAsync("api/v1/pictures", House[..^200])).Problem(400, "not_an_image");
        (await SendAsync("api/v1/pictures", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray())).Problem(400, "not_an_image");
        (await SendAsync("api/v1/pictures", [])).Problem(400, "not_an_image");
        (await SendAsync("api/v1/pictures", "https://example.org/cat.png"u8.ToArray(), "text/uri-list")).Problem(415, "type_not_taken");
    }

    [Fact]
    public async Task A_picture_that_says_it_is_vast_is_refused_before_it_is_decoded()
    {
        // The header of a PNG of 65,000 × 1,000 pixels, in less than a kilobyte.
        var vast = (byte[])House.Clone();
        BinaryPrimitives.WriteInt32BigEndian(vast.AsSpan(16), 65_000);
        BinaryPrimitives.WriteInt32BigEndian(vast.AsSpan(20), 1_000);
        BinaryPrimitives.WriteUInt32BigEndian(vast.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(vast.AsSpan(12, 17)));

        (await SendAsync("api/v1/pictures", vast[..900])).Problem(413, "image_too_large");
    }

    private async Task<HttpResponseMessage> SendAsync(string path, byte[] bytes, string type = "image/png")
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await server.Client.PostAsync(path, content);
    }
}
