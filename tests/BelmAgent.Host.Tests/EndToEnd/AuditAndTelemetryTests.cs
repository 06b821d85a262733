using System.Text.Json;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>The audit and telemetry of a run of the app.</summary>
public sealed class AuditAndTelemetryTests : IDisposable
{
    private const string Prompt = "a red house on the left, on grass, under a blue sky";
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_picture_leaves_a_span_and_two_records_and_words_only_when_asked_for(bool include)
    {
        var flag = include ? "true" : "false";
        var settings = _folder.AddText("settings.json", $$"""
            { "Belm": { "Device": { "Provider": "cpu", "Threads": 1 }, "Audit": { "IncludePrompts": {{flag}} },
              "Telemetry": { "File": {{JsonSerializer.Serialize(_folder["spans.jsonl"])}}, "IncludePrompts": {{flag}} } } }
            """);
        using var app = new TestApp();
        var made = await app.RunAsync(
            "generate", Prompt, "--seed", "3", "--steps", "2", "-o", _folder["house.png"], "--json", "--config", settings, "--library", _folder["library"]);
        Assert.Equal(0, made.ExitCode);

        var id = made.Json.GetProperty("image_id").GetString()!;
        var audit = await app.RunAsync("audit", "--json", "--library", _folder["library"]);
        var records = audit.Json.GetProperty("records").EnumerateArray().ToList();
        Assert.Equal(["started", "ok"], records.Select(record => record.GetProperty("outcome").GetString()));
        Assert.Equal(id, records[1].GetProperty("image_id").GetString());
        // Other tests' spans may be in the file too.
        var span = Assert.Single(await File.ReadAllLinesAsync(_folder["spans.jsonl"]), line => line.Contains(id, StringComparison.Ordinal));
        Assert.Equal("generate", JsonSerializer.Deserialize<JsonElement>(span).GetProperty("name").GetString());
        Assert.Equal(include, span.Contains("house", StringComparison.Ordinal));
        Assert.Equal(include, audit.Out.Contains("on grass", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_made()
    {
        Directory.CreateDirectory(_folder["library"]);
        _folder.AddText(Path.Combine("library", "audit"), "in the way");
        using var app = new TestApp();
        var run = await app.RunAsync("generate", Prompt, "--steps", "2", "-o", _folder["house.png"], "--json", "--library", _folder["library"]);

        run.AssertFailed(3, "audit_unavailable");
        Assert.Equal(["audit"], Directory.GetFileSystemEntries(_folder["library"]).Select(Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();
}
