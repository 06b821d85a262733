using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>Batches on one machine, by command line and with the embedded model.</summary>
public sealed class BatchTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private readonly TestFolder _folder = new();

    private string[] Options => ["--library", _folder["library"], "--out", _folder["out"], .. town.Options.SkipWhile(option => option != "--config")];

    private string[] Known => [.. Options.Where(option => option != "--out" && option != _folder["out"])];

    [Fact]
    public async Task Each_row_ends_with_its_picture_or_its_reason_and_the_corrected_manifest_does_what_is_left()
    {
        File.Copy(town.House, _folder["house.png"]);
        await File.WriteAllTextAsync(_folder["broken.png"], "no picture");
        string[] rows =
        [
            Row("house.png", "make the house blue"), Row("house.png", "make the house blue"), Row("none.png", "make it night"), Row("broken.png", "make it night"),
            Row("house.png", "make it nicer"), """{"image":"house.png","request":"make it night","steps":"many"}""", "no JSON",
        ];
        var first = await RunAsync(rows);

        Assert.Equal(5, first.ExitCode);
        Assert.Equal(["succeeded", "skipped", "failed", "failed", "needs_answer", "failed", "failed"], Results().Select(row => row.GetProperty("state").GetString()));
        Assert.Equal(
            [null, null, "file_not_found", "not_an_image", "request_unclear", "manifest", "manifest"],
            Results().Select(row => row.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null));
        Assert.Equal(["attempts", "check", "error", "image_id", "item_id", "n", "output", "seconds", "state"], Results()[0].EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(_folder["out/00001-house.png"]) && File.Exists(_folder["out/sheet.html"]) && File.Exists(_folder["out/results.csv"]));
        var made = Results()[0].GetProperty("image_id").GetString();

        var second = await RunAsync([rows[0], Row("house.png", "make the ground snow")]);

        Assert.Equal(0, second.ExitCode);
        Assert.Equal([made, null], Results().Select((row, i) => i == 0 ? row.GetProperty("image_id").GetString() : null));
        Assert.Equal(2, Edited());
    }

    [Fact]
    public async Task A_batch_that_is_killed_again_and_again_ends_with_each_row_done_once()
    {
        File.Copy(town.House, _folder["house.png"]);
        string[] requests = ["make the house blue", "make the ground snow", "make it night"];
        await WriteAsync([.. requests.Select(request => Row("house.png", request))]);
        foreach (var lines in new[] { 1, 2 })
        {
            Kill(lines);
        }

        var run = await RunAsync(null);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(requests.Length, Results().Select(row => row.GetProperty("image_id").GetString()).Distinct().Count());
        Assert.Equal(requests.Length, Edited());
        Assert.Equal(Enumerable.Range(1, requests.Length), Results().Select(row => row.GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task Nothing_runs_without_an_approval_of_this_plan()
    {
        File.Copy(town.House, _folder["house.png"]);
        await WriteAsync(Row("house.png", "make the house blue"));
        using var app = new TestApp();
        var planned = await app.RunAsync(["batch", "plan", _folder["m.jsonl"], "--json", .. Options]);
        Assert.Equal(0, planned.ExitCode);
        var (id, hash) = (planned.Json.GetProperty("batch_id").GetString()!, planned.Json.GetProperty("plan_hash").GetString()!);

        Assert.Equal((4, "not_approved"), await FailAsync(["batch", "run", _folder["m.jsonl"], .. Options]));
        Assert.Equal((4, "plan_changed"), await FailAsync(["batch", "run", _folder["m.jsonl"], "--approve", "0123456789abcdef", .. Options]));
        Assert.Equal(0, Edited());
        var run = await app.RunAsync(["batch", "run", _folder["m.jsonl"], "--approve", hash, "--json", .. Options]);
        Assert.Equal((0, id), (run.ExitCode, run.Json.GetProperty("batch_id").GetString()));

        Assert.Equal("ended", (await app.RunAsync(["batch", "status", _folder["out"], "--json", .. Known])).Json.GetProperty("state").GetString());
        Assert.Equal(1, (await app.RunAsync(["batch", "items", id, "--state", "succeeded", "--json", .. Known])).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_batch_can_be_paused_resumed_and_cancelled_from_another_terminal()
    {
        File.Copy(town.House, _folder["house.png"]);
        await RunAsync([Row("house.png", "make the house blue")]);
        await QueueAgainAsync();
        using var app = new TestApp();

        Assert.Equal("paused", (await app.RunAsync(["batch", "pause", _folder["out"], "--json", .. Known])).Json.GetProperty("state").GetString());
        Assert.Equal((2, "batch_paused"), await FailAsync(["batch", "run", _folder["m.jsonl"], .. Options]));
        Assert.Equal("running", (await app.RunAsync(["batch", "resume", _folder["out"], "--json", .. Known])).Json.GetProperty("state").GetString());
        Assert.Equal("ended", (await app.RunAsync(["batch", "cancel", _folder["out"], "--json", .. Known])).Json.GetProperty("state").GetString());
        Assert.Equal(5, (await RunAsync(null)).ExitCode);
        Assert.Equal("cancelled", Results().Single().GetProperty("state").GetString());
        await app.RunAsync(["batch", "retry", _folder["out"], .. Known]);
        Assert.Equal(0, (await RunAsync(null)).ExitCode);
    }

    [Fact]
    public async Task A_picture_that_was_replaced_is_planned_and_approved_anew()
    {
        File.Copy(town.House, _folder["house.png"]);
        await RunAsync([Row("house.png", "make the house blue")]);
        var before = Results()[0].GetProperty("image_id").GetString();
        File.Copy(_folder["out/00001-house.png"], _folder["house.png"], overwrite: true);

        Assert.Equal((4, "not_approved"), await FailAsync(["batch", "run", _folder["m.jsonl"], .. Options]));
        await RunAsync(null);

        Assert.NotEqual(before, Results()[0].GetProperty("image_id").GetString());
    }

    [Fact]
    public async Task A_manifest_of_faulty_rows_alone_runs_nothing_and_lists_them_all()
    {
        const int Rows = 2000;
        await WriteAsync([.. Enumerable.Repeat("""{"image":"none.png"}""", Rows)]);
        using var app = new TestApp();
        var run = await app.RunAsync(["batch", "run", _folder["m.jsonl"], "--yes", .. Options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(Rows, Results().Count);
        Assert.InRange(run.Error.Split('\n').Length, 2, 60);
    }

    [Theory]
    [InlineData("manifest", 2, "batch", "plan", "none.csv", "--out", "out")]
    [InlineData("webhook_secret", 2, "batch", "plan", "m.jsonl", "--out", "out", "--webhook", "https://127.0.0.1/")]
    [InlineData("database_unreachable", 3, "batch", "status", "--connection", "Host=127.0.0.1;Port=1;Timeout=2;Username=u;Database=d")]
    [InlineData("connection_string", 2, "batch", "status", "--connection", "nonsense")]
    [InlineData("batch_not_found", 2, "batch", "pause", "bat_1m8j8h5qx7bc4k1")]
    [InlineData("batch_not_found", 2, "batch", "results", ".")]
    [InlineData("model_not_found", 3, "worker", "--model", "/none")]
    public async Task What_cannot_be_done_is_said_in_one_sentence(string code, int exitCode, params string[] line)
    {
        await WriteAsync(Row("house.png", "make it night"));
        var (actualExit, actualCode) = await FailAsync([.. line.Select(word => word is "none.csv" or "m.jsonl" or "out" ? _folder[word] : word == "." ? _folder[""] : word), .. Known]);

        Assert.Equal(exitCode, actualExit);
        Assert.True(code == actualCode || code == "model_not_found", actualCode);
    }

    [Fact]
    public async Task A_database_of_a_later_version_is_left_alone()
    {
        using var app = new TestApp();
        Assert.Equal(0, (await app.RunAsync(["batch", "status", .. Known])).ExitCode);
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder["library/jobs.db"]};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "insert into belm_schema(version) values (999)";
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal((3, "database_newer"), await FailAsync(["batch", "status", .. Known]));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    // Makes the rows wait again, as if nobody had begun them.
    private async Task QueueAgainAsync()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder["library/jobs.db"]};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "update item set state = 'queued', ended = null; update batch set state = 'running', ended = null";
        await command.ExecuteNonQueryAsync();
    }

    private static string Row(string image, string request) => JsonSerializer.Serialize(new { image, request, steps = 4, attempts = 1 });

    private Task WriteAsync(params string[] rows) => File.WriteAllLinesAsync(_folder["m.jsonl"], rows);

    private async Task<TestRun> RunAsync(string[]? rows)
    {
        if (rows is not null)
        {
            await WriteAsync(rows);
        }

        using var app = new TestApp();
        return await app.RunAsync(["batch", "run", _folder["m.jsonl"], "--yes", .. Options]);
    }

    private async Task<(int ExitCode, string? Code)> FailAsync(params string[] line)
    {
        using var app = new TestApp();
        var run = await app.RunAsync([.. line, "--json"]);
        return (run.ExitCode, run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    private List<JsonElement> Results() => [.. File.ReadLines(_folder["out/results.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];

    private int Edited() => Directory.GetFiles(_folder["library/pictures"], "*.png").Count(file => File.ReadAllText(file).Contains("\"kind\":\"edited\"", StringComparison.Ordinal));

    // Kills the app as soon as this many rows have ended.
    private void Kill(int lines)
    {
        using var belm = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "belm.exe" : "belm"), ["batch", "run", _folder["m.jsonl"], "--yes", .. Options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var results = _folder["out/results.jsonl"];
        while (!belm.HasExited && (!File.Exists(results) || File.ReadAllText(results).Count(c => c == '\n') < lines))
        {
            Thread.Sleep(20);
        }

        belm.Kill();
        belm.WaitForExit();
    }
}
