using System.Text;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Hub;

namespace BelmAgent.Diffusion.Tests.Hub;

public sealed class ModelPullTests : IDisposable
{
    private const string Weights = "unet/weights.pb";
    private const string Token = "hf_secret";
    private readonly HeldClock _clock = new();
    private readonly LoopbackHub _hub = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-pull").FullName;

    public ModelPullTests()
    {
        _hub.Add("unet/model.onnx", Bytes(5_000, 1));
        _hub.Add(Weights, Bytes(3_000_000, 2), isLarge: true);
        _hub.Add("tokenizer/vocab.json", Encoding.UTF8.GetBytes("{}"));
        _hub.Add("empty.txt", []);
        _hub.Add("unet/diffusion_pytorch_model.safetensors", Bytes(100, 3), isLarge: true);
        _hub.Add("sd.ckpt", Bytes(100, 4), isLarge: true);
    }

    private string Target => Path.Combine(_folder, "model");

    [Fact]
    public async Task A_model_comes_whole_and_nothing_else_with_it()
    {
        var reports = new List<PullProgress>();

        var pulled = await PullAsync(progress: new Reporter(reports));

        Assert.Equal(["empty.txt", "tokenizer/vocab.json", "unet/model.onnx", Weights], Found());
        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
        Assert.Equal((4, 3_005_002L, 3_005_002L, LoopbackHub.Commit), (pulled.Files, pulled.Bytes, pulled.Fetched, pulled.Commit));
        Assert.Equal(pulled.Bytes, reports[^1].Bytes);
        Assert.Equal(["model"], Directory.EnumerateFileSystemEntries(_folder).Select(entry => Path.GetFileName(entry)));
    }

    [Fact]
    public async Task Patterns_choose_other_files()
    {
        await PullAsync(selection: new HubSelection("*.safetensors"));

        Assert.Equal(["unet/diffusion_pytorch_model.safetensors"], Found());
    }

    [Fact]
    public async Task A_connection_that_breaks_several_times_is_taken_up_where_it_broke()
    {
        var breaks = 0;
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal) && breaks++ < 3
            ? _hub.File(request, Weights) with { BreakAfter = 700_000 } : null;

        await PullAsync();

        var asked = _hub.Requests.Where(request => request.Path.EndsWith(Weights, StringComparison.Ordinal)).ToList();
        Assert.Equal([null, "bytes=700000-", "bytes=1400000-", "bytes=2100000-"], asked.Select(request => request.Header("range")));
        Assert.All(asked.Skip(1), request => Assert.NotNull(request.Header("if-range")));
        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
    }

    [Fact]
    public async Task A_body_that_ends_early_without_a_length_is_taken_up_too()
    {
        var breaks = 0;
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal) && breaks++ < 1
            ? _hub.File(request, Weights) with { BreakAfter = 700_000, WithoutLength = true } : null;

        await PullAsync();

        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
    }

    [Fact]
    public async Task A_connection_that_always_breaks_ends_and_a_later_pull_goes_on()
    {
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal) ? _hub.File(request, Weights) with { BreakAfter = 100_000 } : null;
        Assert.Equal("hub_unavailable", (await Assert.ThrowsAsync<HubException>(() => PullAsync(retries: 2))).Code);
        Assert.False(Directory.Exists(Target));

        _hub.Instead = _ => null;
        var pulled = await PullAsync();

        Assert.Equal("bytes=300000-", _hub.Requests.Last().Header("range"));
        Assert.Equal(2_700_000, pulled.Fetched);
        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
    }

    [Fact]
    public async Task A_pull_that_was_cancelled_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var reporter = new Reporter([], report => { if (report.File == Weights && report.FileBytes > 1_000_000) { stop.Cancel(); } });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(progress: reporter, cancellationToken: stop.Token));
        Assert.Equal(["model.part"], Directory.EnumerateFileSystemEntries(_folder).Select(entry => Path.GetFileName(entry)));

        var pulled = await PullAsync();

        Assert.InRange(pulled.Fetched, 1, 2_000_000);
        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changed_between_two_pulls_comes_anew(bool isListed)
    {
        var old = _hub.Files[Weights];
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal) ? _hub.File(request, Weights) with { BreakAfter = 1_000_000 } : null;
        Assert.Equal("hub_unavailable", (await Assert.ThrowsAsync<HubException>(() => PullAsync(retries: 0))).Code);

        // Either the list names other content, or the existing data is not the beginning of the file.
        _hub.Instead = _ => null;
        if (isListed)
        {
            _hub.Files[Weights] = Bytes(old.Length, 99);
        }
        else
        {
            var part = Directory.EnumerateFiles(Path.Combine(_folder, "model.part", ".belm-pull")).Single(file => new FileInfo(file).Length == 1_000_000);
            File.WriteAllBytes(part, new byte[1_000_000]);
        }

        await PullAsync();

        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_all_again()
    {
        var tries = 0;
        _hub.Instead = request => !request.Path.EndsWith(Weights, StringComparison.Ordinal) ? null
            : new HubReply(200, _hub.Files[Weights]) { BreakAfter = tries++ == 0 ? 1_000_000 : null };

        await PullAsync();

        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(Target, Weights)));
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData("unet/model.onnx")]
    public async Task Content_with_another_checksum_is_thrown_away(string path)
    {
        var changed = (byte[])_hub.Files[path].Clone();
        changed[^1] ^= 1;
        _hub.Instead = request => request.Path.EndsWith(path, StringComparison.Ordinal) ? new HubReply(200, changed) : null;

        var thrown = await Assert.ThrowsAsync<HubException>(() => PullAsync());

        Assert.Equal(path, thrown.Subject);
        Assert.False(Directory.Exists(Target));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories), file => new FileInfo(file).Length == changed.Length);
    }

    [Theory]
    [InlineData(4_999, false)]
    [InlineData(5_001, false)]
    [InlineData(9_000_000, true)]
    public async Task Content_of_another_size_is_refused(int length, bool withoutLength)
    {
        _hub.Instead = request => request.Path.EndsWith("unet/model.onnx", StringComparison.Ordinal) ? new HubReply(200, new byte[length]) { WithoutLength = withoutLength } : null;

        Assert.Equal("unet/model.onnx", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Subject);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories), file => new FileInfo(file).Length > 5_001);
    }

    [Fact]
    public async Task A_checksum_that_the_hub_itself_contradicts_is_noticed_before_anything_comes()
    {
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal)
            ? new HubReply(200, _hub.Files[Weights]) { Headers = { ["X-Linked-Etag"] = $"\"{new string('0', 64)}\"" } } : null;

        Assert.Contains($"({new string('0', 64)} instead of ", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_stays_with_the_endpoint()
    {
        using var store = new LoopbackHub();
        store.Add("store", _hub.Files[Weights]);
        store.Instead = request => store.File(request, "store");
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal)
            ? new HubReply(302, []) { Headers = { ["Location"] = new Uri(store.Endpoint, "/signed?key=1").AbsoluteUri } } : null;

        await PullAsync(token: Token);

        Assert.All(_hub.Requests, request => Assert.Equal($"Bearer {Token}", request.Header("authorization")));
        Assert.NotEmpty(store.Requests);
        Assert.All(store.Requests, request => Assert.Null(request.Header("authorization")));
    }

    [Fact]
    public async Task A_redirect_that_goes_round_or_leads_to_a_file_ends()
    {
        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal) ? new HubReply(302, []) { Headers = { ["Location"] = request.Path } } : null;
        Assert.Equal("hub_unavailable", (await Assert.ThrowsAsync<HubException>(() => PullAsync(retries: 0))).Code);

        _hub.Instead = request => request.Path.EndsWith(Weights, StringComparison.Ordinal) ? new HubReply(302, []) { Headers = { ["Location"] = "file:///etc/passwd" } } : null;
        Assert.Equal("hub_unavailable", (await Assert.ThrowsAsync<HubException>(() => PullAsync(retries: 0))).Code);
    }

    [Theory]
    [InlineData(401, "hub_refused")]
    [InlineData(403, "hub_refused")]
    [InlineData(404, "repository_not_found")]
    [InlineData(429, "hub_unavailable")]
    [InlineData(500, "hub_unavailable")]
    public async Task A_refusal_has_its_own_code_and_says_nothing_of_the_token(int status, string code)
    {
        _hub.Instead = _ => new HubReply(status, "no"u8.ToArray());

        var thrown = await Assert.ThrowsAsync<HubException>(() => PullAsync(token: Token, retries: 2));

        Assert.Equal(code, thrown.Code);
        Assert.DoesNotContain(Token, thrown.ToString(), StringComparison.Ordinal);
        Assert.Equal(status is 429 or 500 ? 3 : 1, _hub.Requests.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Trouble_that_passes_is_waited_for()
    {
        var tries = 0;
        _hub.Instead = _ => tries++ < 2 ? new HubReply(503, []) { Headers = { ["Retry-After"] = "0" } } : null;

        await PullAsync();

        Assert.True(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_server_that_asks_for_an_hour_is_not_waited_for()
    {
        _hub.Instead = _ => new HubReply(429, []) { Headers = { ["Retry-After"] = "3600" } };

        Assert.Equal(TimeSpan.FromHours(1), (await Assert.ThrowsAsync<HubException>(() => PullAsync(retries: 9))).RetryAfter);
        Assert.Single(_hub.Requests);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        _hub.Instead = _ =>
        {
            _clock.Expire();
            return new HubReply(200, []) { IsSilent = true };
        };

        Assert.Null((await Assert.ThrowsAsync<HubException>(() => PullAsync(retries: 1))).Status);
        Assert.Equal(2, _hub.Requests.Count);
    }

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("a/../../evil.json")]
    [InlineData("/etc/evil.json")]
    [InlineData("a\\..\\evil.json")]
    [InlineData("C:/evil.json")]
    [InlineData("a//evil.json")]
    [InlineData("./evil.json")]
    [InlineData("a\0.json")]
    [InlineData("CON.json")]
    [InlineData("unet/lpt1.json")]
    [InlineData(".belm-pull/files.json")]
    [InlineData("a./evil.json")]
    [InlineData("UNET/Model.onnx")]
    [InlineData("unet/model.onnx/evil.json")]
    public async Task A_path_that_could_harm_is_refused_before_anything_is_fetched(string path)
    {
        _hub.Entries.Add(new JsonObject { ["type"] = "file", ["path"] = path, ["size"] = 2, ["oid"] = new string('a', 40) });

        Assert.Equal(path, (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Subject, ignoreCase: true);
        Assert.Equal(2, _hub.Requests.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(200L << 30)]
    [InlineData(-1)]
    public async Task A_size_that_is_absurd_is_refused(long size)
    {
        _hub.Entries.Add(new JsonObject { ["type"] = "file", ["path"] = "big.onnx", ["size"] = size });

        Assert.Equal("big.onnx", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Subject);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"type\": \"file\"}]")]
    [InlineData("[{\"type\": \"file\", \"path\": 1, \"size\": 1}]")]
    [InlineData("[{\"type\": \"file\", \"path\": \"a.onnx\", \"size\": 1e99}]")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task A_list_in_another_form_is_refused(string list)
    {
        _hub.Instead = request => request.Path.Contains("/tree/", StringComparison.Ordinal) ? new HubReply(200, Encoding.UTF8.GetBytes(list)) : null;

        Assert.Equal("model_not_fetched", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Code);
    }

    [Fact]
    public async Task Thousands_of_files_are_refused_and_a_list_of_pages_is_read_to_its_end()
    {
        string Page(int page) => new JsonArray([.. Enumerable.Range(0, 600).Select(i => new JsonObject { ["type"] = "file", ["path"] = $"{page}/{i}.json", ["size"] = 1 })]).ToJsonString();
        var next = new Dictionary<string, string> { ["Link"] = $"<{_hub.Endpoint}api/models/{LoopbackHub.Repository}/tree/{LoopbackHub.Commit}?cursor=2>; rel=\"next\"" };
        _hub.Instead = request => !request.Path.Contains("/tree/", StringComparison.Ordinal) ? null
            : request.Path.EndsWith("cursor=2", StringComparison.Ordinal) ? new HubReply(200, Encoding.UTF8.GetBytes(Page(2))) : new HubReply(200, Encoding.UTF8.GetBytes(Page(1))) { Headers = next };

        Assert.Contains("1200", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Problem, StringComparison.Ordinal);

        next["Link"] = "<http://127.0.0.2/elsewhere>; rel=\"next\"";
        Assert.Contains("another host", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_room_is_told_before_anything_is_fetched()
    {
        var thrown = await Assert.ThrowsAsync<HubException>(() => PullAsync(free: 3_005_001));

        Assert.Equal(("disk_full", Target), (thrown.Code, thrown.Subject));
        Assert.DoesNotContain(_hub.Requests, request => request.Path.Contains("/resolve/", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task What_is_in_the_models_place_is_left_as_it_is()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "mine.txt"), "mine");
        Assert.Equal("model_exists", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Code);
        Assert.Empty(_hub.Requests);
        Assert.Equal(["mine.txt"], Found());

        Directory.Delete(Target, recursive: true);
        Directory.CreateDirectory(Target + ".part");
        File.WriteAllText(Path.Combine(Target + ".part", "mine.txt"), "mine");
        Assert.Equal("model_exists", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Code);
        Assert.True(File.Exists(Path.Combine(Target + ".part", "mine.txt")));
    }

    [Fact]
    public async Task Two_pulls_into_one_folder_do_not_mix()
    {
        var both = new TaskCompletionSource();
        _hub.Instead = request => { if (request.Path.EndsWith("model.onnx", StringComparison.Ordinal)) { both.Task.Wait(); } return null; };
        var first = PullAsync();
        while (!first.IsCompleted && !_hub.Requests.Any(request => request.Path.EndsWith("model.onnx", StringComparison.Ordinal)))
        {
            await Task.Delay(10);
        }

        Assert.Equal("model_not_fetched", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Code);
        both.SetResult();
        await first;

        Assert.True(Directory.Exists(Target));
    }

    [Theory]
    [InlineData("acme/toy", null, "acme/toy", "main")]
    [InlineData("acme/toy", "onnx", "acme/toy", "onnx")]
    [InlineData("http://127.0.0.1/acme/toy/", null, "acme/toy", "main")]
    [InlineData("http://127.0.0.1/acme/toy/tree/refs%2Fpr%2F1", null, "acme/toy", "refs/pr/1")]
    public void A_repository_is_named_or_its_page_is(string text, string? revision, string name, string found) =>
        Assert.Equal(new HubRepository(name, found), HubRepository.Parse(text, revision, new Uri("http://127.0.0.1")));

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b/c")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("https://example.org/model.zip")]
    [InlineData("acme/toy?x=1")]
    [InlineData("acme/..")]
    public void What_names_no_repository_is_refused(string text) =>
        Assert.Equal("not_a_repository", Assert.Throws<HubException>(() => HubRepository.Parse(text, null, new Uri("http://127.0.0.1"))).Code);

    public void Dispose()
    {
        _hub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private IEnumerable<string> Found() => Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Target, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private async Task<PulledModel> PullAsync(
        HubSelection? selection = null, string? token = null, int retries = 4, long free = long.MaxValue,
        IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new HubOptions { Endpoint = _hub.Endpoint, Token = token, Retries = retries, Timeout = TimeSpan.FromSeconds(30) };
        using var client = new HubClient(options, _clock) { FirstWait = TimeSpan.FromMilliseconds(1) };
        return await new ModelPull(client, _ => free).RunAsync(
            new HubRepository(LoopbackHub.Repository, HubRepository.Main), selection ?? new HubSelection(), Target, progress, cancellationToken);
    }

    private sealed class Reporter(List<PullProgress> reports, Action<PullProgress>? then = null) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            reports.Add(value);
            then?.Invoke(value);
        }
    }
}
