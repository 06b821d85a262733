using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Samples.Tests;

public sealed class WebHostTests : IAsyncDisposable
{
    private readonly Sample _sample = new("WebHost");
    private readonly HttpClient _client = new(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { Timeout = Timeout.InfiniteTimeSpan };
    private Process? _process;

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
        // The settings of belm work here unchanged.
        File.Copy(Path.Combine(Sample.Repository, "appsettings.json"), _sample["appsettings.json"]);
        _sample.Settings["LOGGING__LOGLEVEL__MICROSOFT.HOSTING.LIFETIME"] = "Information";
        await StartAsync();

        using var uploaded = await PostAsync(await File.ReadAllBytesAsync(Sample.House));
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);

        using var edited = await EditAsync(uploaded.Headers.Location, "make the house blue");
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        var result = await ReadAsync(edited);
        Assert.Equal("succeeded", result.GetProperty("status").GetString());

        using var picture = await GetAsync($"/pictures/{result.GetProperty("image_id").GetString()}");
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        var png = await picture.Content.ReadAsByteArrayAsync();
        RedPicture.AssertTurnedBlue(RedPicture.Read(Sample.House), ImageCodec.Decode(png));
        Assert.DoesNotContain("blue house", Encoding.Latin1.GetString(png), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_takes_long_is_a_job_to_ask_for()
    {
        _sample.Settings["BELM__AGENT__WAIT"] = "00:00:00";
        await StartAsync();
        using var house = await PostAsync(await File.ReadAllBytesAsync(Sample.House));

        using var edited = await EditAsync(house.Headers.Location, "make the house blue");
        Assert.Equal(HttpStatusCode.Accepted, edited.StatusCode);
        Assert.Equal($"/jobs/{(await ReadAsync(edited)).GetProperty("job_id").GetString()}", edited.Headers.Location?.ToString());

        while (true)
        {
            using var job = await GetAsync(edited.Headers.Location!.ToString());
            if (job.StatusCode != HttpStatusCode.Accepted)
            {
                Assert.Equal(HttpStatusCode.OK, job.StatusCode);
                Assert.StartsWith("img_", (await ReadAsync(job)).GetProperty("image_id").GetString(), StringComparison.Ordinal);
                break;
            }

            await Task.Delay(200);
        }
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_by_its_status()
    {
        _sample.Settings["BELM__EDITING__MAXSTEPS"] = "2";
        await StartAsync();
        using var words = await PostAsync("not a picture"u8.ToArray());
        // More than a web server accepts by default, and less than the library does.
        using var large = await PostAsync(new byte[31_000_000]);
        using var house = await PostAsync(await File.ReadAllBytesAsync(Sample.House));
        using var unclear = await EditAsync(house.Headers.Location, "make it nicer");
        using var beyond = await EditAsync(house.Headers.Location, "make the house blue");
        using var unknown = await GetAsync("/pictures/img_000000000000000");
        using var unknownEdited = await EditAsync(new Uri("/pictures/img_000000000000000", UriKind.Relative), "make the house blue");
        using var unknownJob = await GetAsync("/jobs/job_000000000000000");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (words.StatusCode, large.StatusCode));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (unclear.StatusCode, beyond.StatusCode));
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown.StatusCode, unknownEdited.StatusCode, unknownJob.StatusCode));
        Assert.NotEmpty((await ReadAsync(unclear)).GetProperty("question").GetString()!);
        Assert.Equal("limit_exceeded", (await ReadAsync(beyond)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_upload_beyond_the_limit_is_refused_before_it_is_sent()
    {
        _sample.Settings["BELM__EDITING__MAXIMPORTMEBIBYTES"] = "1";
        await StartAsync();

        using var refused = await PostAsync(new byte[2_000_000]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

    private async Task StartAsync()
    {
        _process = _sample.Start("--urls", "http://127.0.0.1:0");
        // Read from the start: a pipe that is not read blocks the program that writes to it.
        var error = _process.StandardError.ReadToEndAsync();
        const string Listening = "Now listening on: ";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _client.BaseAddress = new Uri(line[(at + Listening.Length)..]);
                _ = _process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail(await error);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    private Task<HttpResponseMessage> EditAsync(Uri? picture, string request) =>
        _client.PostAsync(new Uri($"{picture}/edits?request={Uri.EscapeDataString(request)}", UriKind.Relative), null);

    private async Task<HttpResponseMessage> PostAsync(byte[] picture)
    {
        using var content = new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/pictures", UriKind.Relative)) { Content = content, Headers = { ExpectContinue = true } };
        return await _client.SendAsync(message);
    }
}
