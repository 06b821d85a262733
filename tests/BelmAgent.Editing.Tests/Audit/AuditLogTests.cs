using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Tests.Doubles;

namespace BelmAgent.Editing.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Month => _folder["audit", "2026-03.jsonl"];

    [Fact]
    public void Records_come_back_in_order_and_unbroken()
    {
        var log = Open();
        var written = Enumerable.Range(0, 5).Select(i => log.Append(Audits.Record($"function_{i}"))).ToList();

        var trail = log.Read(100);

        Assert.Equal(written.Select(record => record.Id), trail.Records.Select(record => record.Id));
        Assert.Equal(written.Select(record => record.Function), trail.Records.Select(record => record.Function));
        Assert.Empty(trail.Breaks);
        Assert.Equal(5, File.ReadAllLines(Month).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public void Ids_rise_also_when_the_clock_does_not(int seconds)
    {
        var log = Open(TimeSpan.FromSeconds(seconds));
        var ids = Enumerable.Range(0, 50).Select(_ => log.Append(Audits.Record()).Id).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
    }

    [Fact]
    public void A_month_has_a_file_of_its_own()
    {
        var log = Open(TimeSpan.FromHours(6));
        log.Append(Audits.Record("march"));
        log.Append(Audits.Record("march"));
        log.Append(Audits.Record("april"));

        Assert.Equal(["2026-03.jsonl", "2026-04.jsonl"], Directory.GetFiles(_folder["audit"], "*.jsonl").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["march", "april"], log.Read(2).Records.Select(record => record.Function));
        Assert.Empty(log.Read(100).Breaks);
    }

    [Fact]
    public void A_torn_line_stays_a_line_of_its_own()
    {
        var log = Open();
        log.Append(Audits.Record("before"));
        File.AppendAllText(Month, """{"id":"aud_1jf3k9""");

        log.Append(Audits.Record("after"));
        log.Append(Audits.Record("later"));

        var trail = log.Read(100);
        Assert.Equal(["before", "after", "later"], trail.Records.Select(record => record.Function));
        Assert.Equal(new AuditBreak(Month, 2, AuditBreakKind.Unreadable), Assert.Single(trail.Breaks));
    }

    [Fact]
    public void A_changed_line_shows_and_so_does_a_missing_one()
    {
        var log = Open();
        foreach (var i in Enumerable.Range(0, 4))
        {
            log.Append(Audits.Record($"function_{i}"));
        }

        var lines = File.ReadAllLines(Month);
        File.WriteAllLines(Month, lines.Select(line => line.Replace("function_1", "function_9", StringComparison.Ordinal)));
        Assert.Equal(new AuditBreak(Month, 3, AuditBreakKind.Altered), Assert.Single(log.Read(100).Breaks));

        File.WriteAllLines(Month, lines.Where((_, i) => i != 2));
        Assert.Equal(new AuditBreak(Month, 3, AuditBreakKind.Altered), Assert.Single(log.Read(100).Breaks));
    }

    [Fact]
    public void A_line_longer_than_a_block_is_chained_too()
    {
        var log = Open();
        var longest = Audits.Record() with { Arguments = new() { ["prompt"] = new string('é', 20_000) } };
        log.Append(longest);
        log.Append(longest);
        log.Append(Audits.Record());

        Assert.Equal(3, log.Read(100).Records.Count);
        Assert.Empty(log.Read(100).Breaks);
    }

    [Fact]
    public void Threads_with_logs_of_their_own_write_one_chain()
    {
        Parallel.For(0, 8, _ =>
        {
            var log = Open();
            for (var i = 0; i < 25; i++)
            {
                log.Append(Audits.Record());
            }
        });

        var trail = Open().Read(1000);
        Assert.Equal(200, trail.Records.Count);
        Assert.Empty(trail.Breaks);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder["audit"], "in the way");

        Assert.Equal(_folder["audit"], Assert.Throws<AuditUnavailableException>(() => Open().Append(Audits.Record())).Folder);
    }

    [Fact]
    public void A_full_disk_is_said()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs a device that is always full.");
        Directory.CreateDirectory(_folder["audit"]);
        File.CreateSymbolicLink(Month, "/dev/full");

        Assert.Throws<AuditUnavailableException>(() => Open().Append(Audits.Record()));
    }

    [Fact]
    public void Without_an_audit_nothing_is_written()
    {
        Audits.Open(_folder["audit"], enabled: false).Append(Audits.Record());

        Assert.False(Directory.Exists(_folder["audit"]));
    }

    [Fact]
    public void An_audit_that_was_never_written_is_empty() => Assert.Empty(Open().Read(10).Records);

    public void Dispose() => _folder.Dispose();

    private AuditLog Open(TimeSpan step = default) => Audits.Open(_folder["audit"], new SteppingClock(Audits.Noon, step));
}
