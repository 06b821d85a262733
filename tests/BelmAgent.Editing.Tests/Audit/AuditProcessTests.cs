using System.Diagnostics;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Tests.Doubles;

namespace BelmAgent.Editing.Tests.Audit;

/// <summary>Processes that write at once, and are killed while they do.</summary>
public sealed class AuditProcessTests : IDisposable
{
    private const string FolderVariable = "BELM_TEST_AUDIT_FOLDER";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_record_of_two_processes_is_whole_after_both_are_killed()
    {
        var log = Audits.Open(_folder["audit"]);
        for (var round = 0; round < 3; round++)
        {
            var before = Count(log);
            Process[] writers = [Start(), Start()];
            try
            {
                while (log.Read(100_000).Records.Skip(before).DistinctBy(record => record.Function).Count() < 2 || Count(log) < before + 40)
                {
                    Assert.DoesNotContain(writers, writer => writer.HasExited);
                    await Task.Delay(5);
                }
            }
            finally
            {
                foreach (var writer in writers)
                {
                    writer.Kill();
                    await writer.WaitForExitAsync();
                    writer.Dispose();
                }
            }

            // The next process is not blocked, and finds the chain unbroken except for the incomplete line.
            log.Append(Audits.Record("after"));
            var trail = log.Read(100_000);
            Assert.Equal("after", trail.Records[^1].Function);
            Assert.DoesNotContain(trail.Breaks, broken => broken.Kind == AuditBreakKind.Altered);
            Assert.Equal(trail.Records.Select(record => record.Id).Order(StringComparer.Ordinal).Distinct(), trail.Records.Select(record => record.Id));
        }
    }

    /// <summary>Not a test: code that the killed processes run.</summary>
    [Fact(Explicit = true)]
    public void Writes_until_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "Runs only in the processes that the other test starts.");
        var log = Audits.Open(folder!);
        while (true)
        {
            log.Append(Audits.Record($"process_{Environment.ProcessId}") with { Arguments = new() { ["prompt"] = new string('x', 3000) } });
        }
    }

    public void Dispose() => _folder.Dispose();

    private static int Count(AuditLog log) => log.Read(100_000).Records.Count;

    private Process Start()
    {
        var assembly = typeof(AuditProcessTests).Assembly.GetName().Name!;
        return Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, assembly + (OperatingSystem.IsWindows() ? ".exe" : "")))
        {
            Environment = { [FolderVariable] = _folder["audit"] },
            ArgumentList = { "-method", $"{typeof(AuditProcessTests).FullName}.{nameof(Writes_until_killed)}", "-explicit", "only" },
            RedirectStandardOutput = true,
        })!;
    }
}
