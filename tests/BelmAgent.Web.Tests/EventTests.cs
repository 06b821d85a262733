using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Web.Tests;

/// <summary>Streams of events: what a reader missed, and readers that are too slow.</summary>
public sealed class EventTests
{
    [Fact]
    public void A_reader_that_comes_back_gets_what_it_missed()
    {
        var hub = new EventHub();
        using var first = hub.Open("ses", null);
        hub.Publish("ses", "one", new { });
        hub.Publish("ses", "two", new { });
        Assert.True(first.Coming.TryRead(out var seen));

        using var second = hub.Open("ses", $"{hub.Boot}-{seen.Sequence}");

        Assert.False(second.MustResync);
        Assert.Equal(["two"], second.Missed.Select(missed => missed.Name));
    }

    [Theory]
    [InlineData("00000000-1")]
    [InlineData("nonsense")]
    public void A_reader_of_another_process_reads_the_state_anew(string last)
    {
        var hub = new EventHub();
        hub.Publish("ses", "one", new { });

        using var stream = hub.Open("ses", last);

        Assert.True(stream.MustResync);
        Assert.Empty(stream.Missed);
    }

    [Fact]
    public void A_reader_that_was_away_too_long_reads_the_state_anew()
    {
        var hub = new EventHub();
        for (var i = 0; i < 1500; i++)
        {
            hub.Publish("ses", "one", new { i });
        }

        using var late = hub.Open("ses", $"{hub.Boot}-1");
        using var recent = hub.Open("ses", $"{hub.Boot}-1400");

        Assert.True(late.MustResync);
        Assert.False(recent.MustResync);
        Assert.Equal(100, recent.Missed.Count);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_loses_its_stream_and_not_the_others_their_events()
    {
        var hub = new EventHub();
        var slow = Enumerable.Range(0, 100).Select(_ => hub.Open("ses", null)).ToList();
        using var quick = hub.Open("ses", null);
        var read = 0;
        for (var i = 0; i < 1000; i++)
        {
            hub.Publish("ses", "session.changed", new { i });
            while (quick.Coming.TryRead(out _))
            {
                read++;
            }
        }

        Assert.Equal(1000, read);
        Assert.True(hub.IsWatched("ses"));
        foreach (var stream in slow)
        {
            while (stream.Coming.TryRead(out _))
            {
            }

            Assert.False(await stream.Coming.WaitToReadAsync());
            stream.Dispose();
        }
    }

    [Fact]
    public void Progress_is_spared_a_reader_that_lags()
    {
        var hub = new EventHub();
        using var stream = hub.Open("job", null);
        for (var i = 0; i < 1000; i++)
        {
            hub.Publish("job", "job.progress", new { i });
        }

        hub.Publish("job", "job.done", new { });

        var names = new List<string>();
        while (stream.Coming.TryRead(out var sent))
        {
            names.Add(sent.Name);
        }

        Assert.InRange(names.Count, 2, 100);
        Assert.Equal("job.done", names[^1]);
    }

    [Fact]
    public async Task A_key_has_only_so_many_streams()
    {
        await using var server = new BelmServer(null, services => services.Configure<ServeOptions>(options => options.MaxStreams = 2));
        await server.InitializeAsync();
        using var first = await OpenAsync(server);
        using var second = await OpenAsync(server);

        (await server.Client.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead)).Problem(429, "too_many_streams");
    }

    [Fact]
    public async Task A_burst_of_calls_is_slowed_down_and_harms_nobody()
    {
        await using var server = new BelmServer(null, services => services.Configure<ServeOptions>(options => options.PerMinute = 60));
        await server.InitializeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => server.Client.PostAsync("api/v1/plans", new { image_id = "img_x", request = "x" })));

        var counts = answers.CountBy(answer => (int)answer.StatusCode).ToDictionary();
        Assert.Equal([404, 429], counts.Keys.Order());
        Assert.InRange(counts[404], 60, 500);
        answers.First(answer => (int)answer.StatusCode == 429).Problem(429, "too_many_requests");
        Assert.All(answers.Where(answer => (int)answer.StatusCode == 429), answer => Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        using var other = server.CreateClient(server.AddKey(Security.Scopes.All.ToArray()));
        (await other.PostAsync("api/v1/plans", new { image_id = "img_x", request = "x" })).Problem(404, "image_not_found");
    }

    [Fact]
    public async Task A_closing_server_says_so_to_its_streams()
    {
        var server = new BelmServer();
        await server.InitializeAsync();
        using var stream = await OpenAsync(server);
        await server.DisposeAsync();

        Assert.Contains("server.closing", await stream.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> OpenAsync(BelmServer server)
    {
        var answer = await server.Client.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return answer;
    }
}
