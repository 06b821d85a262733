using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly AuditLog _log;

    public AuditCommandTests() => _log = new AuditLog(
        new AuditOptions(), new LibraryOptions { Root = _folder.Path }, new LibraryId(TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task Records_are_listed_with_the_newest_last()
    {
        Append("plan_edit");
        Append("edit_image");

        var run = await RunAsync("--json");

        Assert.Equal(0, run.ExitCode);
        var records = run.Json.GetProperty("records").EnumerateArray().ToList();
        Assert.Equal(["plan_edit", "edit_image"], records.Select(record => record.GetProperty("function").GetString()));
        Assert.Equal(("terminal", "ok"), (records[1].GetProperty("approved_by").GetString(), records[1].GetProperty("outcome").GetString()));
        Assert.Empty(run.Json.GetProperty("breaks").EnumerateArray());
    }

    [Fact]
    public async Task A_person_reads_a_line_for_each_of_the_newest()
    {
        Append("plan_edit");
        Append("edit_image");

        var run = await RunAsync("--limit", "1");

        Assert.Matches("^ok +[0-9-]{10} [0-9:]{8}Z edit_image, approved by terminal, 1.5 s$", run.Out.Trim());
    }

    [Fact]
    public async Task What_only_looked_is_listed_with_what_it_looked_at()
    {
        _log.Append(new AuditRecord { Function = "describe_image", Outcome = AuditOutcome.Ok, Arguments = new() { ["image_id"] = "img_1jf3k9x2ma7bqpz" } });

        Assert.Contains("describe_image, img_1jf3k9x2ma7bqpz", (await RunAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_line_is_pointed_at()
    {
        Append("plan_edit");
        Append("edit_image");
        var file = Directory.GetFiles(_log.Folder, "*.jsonl").Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace("plan_edit", "undo_edit", StringComparison.Ordinal));

        Assert.Contains("line 2: an earlier record was changed", (await RunAsync()).Out, StringComparison.Ordinal);
        Assert.Equal("altered", (await RunAsync("--json")).Json.GetProperty("breaks")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_library_without_an_audit_has_no_records() =>
        Assert.Empty((await RunAsync("--json")).Json.GetProperty("records").EnumerateArray());

    public void Dispose() => _folder.Dispose();

    private void Append(string function) => _log.Append(new AuditRecord { Function = function, Outcome = AuditOutcome.Ok, ApprovedBy = "terminal", Seconds = 1.5 });

    private async Task<TestRun> RunAsync(params string[] options)
    {
        using var app = new TestApp();
        return await app.RunAsync(["audit", "--library", _folder.Path, .. options]);
    }
}
