using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Samples.Tests;

public sealed class WebHostTests : IAsyncLifetime
{
    private readonly Sample _sample = new("WebHost");
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private Process? _process;

    public async ValueTask InitializeAsync()
    {
        _process = _sample.Start("--urls", "http://127.0.0.1:0");
        const string Listening = "Now listening on: ";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _client.BaseAddress = new Uri(line[(at + Listening.Length)..]);
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail(await _process.StandardError.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process?.Kill();
        await (_process?.WaitForExitAsync() ?? Task.CompletedTask);
        _process?.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public async Task A_picture_is_uploaded_edited_and_fetched()
    {
        using var uploaded = await PostAsync(await File.ReadAllBytesAsync(Sample.House));
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);

        using var edited = await _client.PostAsync(new Uri($"{uploaded.Headers.Location}/edits?request=make%20the%20house%20blue", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        var result = JsonDocument.Parse(await edited.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("succeeded", result.GetProperty("status").GetString());

        using var picture = await _client.GetAsync(new Uri($"/pictures/{result.GetProperty("image_id").GetString()}", UriKind.Relative));
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        HousePicture.AssertTurnedBlue(HousePicture.Read(Sample.House), ImageCodec.Read(await picture.Content.ReadAsStreamAsync()));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_by_its_status()
    {
        using var words = await PostAsync("not a picture"u8.ToArray());
        using var unknown = await _client.GetAsync(new Uri("/pictures/img_000000000000000", UriKind.Relative));
        using var house = await PostAsync(await File.ReadAllBytesAsync(Sample.House));
        using var unclear = await _client.PostAsync(new Uri($"{house.Headers.Location}/edits?request=make%20it%20nicer", UriKind.Relative), null);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity), (words.StatusCode, unknown.StatusCode, unclear.StatusCode));
        Assert.NotEmpty(JsonDocument.Parse(await unclear.Content.ReadAsStringAsync()).RootElement.GetProperty("question").GetString()!);
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] picture)
    {
        using var content = new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        return await _client.PostAsync(new Uri("/pictures", UriKind.Relative), content);
    }
}
