using System.Text.Json;
using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Planning;
using BelmAgent.Workflows.Results;
using BelmAgent.Workflows.Tests.Doubles;
using BelmAgent.Workflows.Worker;
using BelmAgent.Workflows.Workers;

namespace BelmAgent.Workflows.Tests.Results;

/// <summary>The folder of results: a line for each row that has ended, however the process ended before.</summary>
public sealed class ResultWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workbench _bench;

    public ResultWriterTests() => _bench = new Workbench(_folder["library"]);

    [Fact]
    public async Task Rows_are_written_as_they_end_and_in_their_order_at_the_end()
    {
        var batch = await _bench.AddBatchAsync(3);
        using (var results = await OpenAsync(batch))
        {
            await DrainAsync(1);
            Assert.Equal(1, await results.DeliverAsync(CancellationToken.None));
            Assert.Equal(0, await results.DeliverAsync(CancellationToken.None));
            Assert.Single(Lines(batch));
            await DrainAsync(2);
            await results.DeliverAsync(CancellationToken.None);
            await results.FinishAsync(CancellationToken.None);
        }

        Assert.Equal([1, 2, 3], Lines(batch).Select(line => line.GetProperty("n").GetInt32()));
        Assert.All(Lines(batch), line => Assert.True(File.Exists(Path.Combine(Folder(batch), line.GetProperty("output").GetString()!))));
        Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(Folder(batch), "results.csv"))).Length);
    }

    [Fact]
    public async Task What_was_written_but_not_noted_and_what_is_missing_is_put_right_by_the_next_process()
    {
        var batch = await _bench.AddBatchAsync(2);
        await DrainAsync(2);
        using (var results = await OpenAsync(batch))
        {
            await results.DeliverAsync(CancellationToken.None);
        }

        // As after a kill in the middle of a line, before its row was noted.
        await File.AppendAllTextAsync(Path.Combine(Folder(batch), ResultWriter.Lines), "{\"n\":1,\"item");
        await _bench.Database.ExecuteAsync("update item set delivered = 0", null, CancellationToken.None);
        File.Delete(Path.Combine(Folder(batch), "00001-1.png"));
        using var again = await OpenAsync(batch);

        Assert.Equal(2, Lines(batch).Count);
        Assert.True(File.Exists(Path.Combine(Folder(batch), "00001-1.png")));
    }

    [Fact]
    public async Task Two_processes_do_not_write_into_one_folder()
    {
        var batch = await _bench.AddBatchAsync(1);
        using var first = await OpenAsync(batch);

        Assert.Equal("output_in_use", (await Assert.ThrowsAsync<BelmException>(() => OpenAsync(batch))).Code);
    }

    [Fact]
    public async Task Words_of_a_request_run_neither_in_a_spreadsheet_nor_in_a_browser()
    {
        var batch = await _bench.AddBatchAsync(1, request: "=HYPERLINK(\"x\")<script>alert(1)</script>");
        await DrainAsync(1);
        using var results = await OpenAsync(batch);
        await results.FinishAsync(CancellationToken.None);

        Assert.Contains("\"'=HYPERLINK(\"\"x\"\")", await File.ReadAllTextAsync(Path.Combine(Folder(batch), "results.csv")), StringComparison.Ordinal);
        var sheet = await File.ReadAllTextAsync(Path.Combine(Folder(batch), "sheet.html"));
        Assert.DoesNotContain("<script", sheet, StringComparison.Ordinal);
        Assert.Contains("data:image/jpeg;base64,", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("http", sheet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("make it; =1+1", "\"make it;' =1+1\"")]
    [InlineData("a;\"=1+1", "\"a;'\"\"=1+1\"")]
    [InlineData("a\t@x\n-x", "\"a\t'@x\n'-x\"")]
    [InlineData("\"=x", "\"'\"\"=x\"")]
    [InlineData("a; b = c-d", "a; b = c-d")]
    public async Task A_formula_runs_nowhere_in_a_cell(string request, string cell)
    {
        var batch = await _bench.AddBatchAsync(1, request: request);
        await _bench.Batches.CancelAsync(batch, CancellationToken.None);
        using var table = new MemoryStream();
        await ResultText.WriteTableAsync(table, _bench.Batches.EndedAsync(batch, CancellationToken.None).Select(row => row.ToItem()), CancellationToken.None);

        Assert.Contains($",1.png,{cell},", System.Text.Encoding.UTF8.GetString(table.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_rows_name_files_without_their_folders()
    {
        var error = FailureKind.ErrorOf(Assert.Throws<BelmException>(() => new SourceFolder(_folder["library"]).Find("/srv/secret/a.png", "image")));
        var row = new RowReader(1);
        row.Add("out", "/srv/secret/b.txt");

        Assert.StartsWith("There is no file 'a.png' beside the manifest. ", error.Message, StringComparison.Ordinal);
        Assert.Contains(row.ToRow().Faults, fault => fault.Message.StartsWith("'b.txt' cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_batch_has_several_sheets()
    {
        var batch = await _bench.AddBatchAsync((2 * ContactSheet.PageRows) + 1);
        await _bench.Batches.CancelAsync(batch, CancellationToken.None);
        using var results = await OpenAsync(batch);
        await results.FinishAsync(CancellationToken.None);

        Assert.Equal(["sheet-2.html", "sheet-3.html", "sheet.html"], Directory.GetFiles(Folder(batch), "*.html").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single((await File.ReadAllTextAsync(Path.Combine(Folder(batch), "sheet-3.html"))).Split("<article").Skip(1));
    }

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    private string Folder(string batch) => _folder["library", "out", batch];

    private async Task<ResultWriter> OpenAsync(string batch) =>
        await ResultWriter.OpenAsync(_bench.Batches, new ResultPictures(_bench.Library), await _bench.Batches.GetRowAsync(batch, CancellationToken.None), CancellationToken.None);

    private async Task DrainAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.NotNull(await _bench.Worker.RunNextAsync(Workbench.Queue, "worker", null, CancellationToken.None));
        }
    }

    private List<JsonElement> Lines(string batch) => [.. File.ReadLines(Path.Combine(Folder(batch), ResultWriter.Lines)).Select(line => JsonDocument.Parse(line).RootElement)];
}
