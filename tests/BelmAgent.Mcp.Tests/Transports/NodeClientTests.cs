using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Library;
using BelmAgent.Mcp.Tests.Doubles;

namespace BelmAgent.Mcp.Tests.Transports;

/// <summary>The official TypeScript clients, over both transports and both generations of the protocol.</summary>
public sealed class NodeClientTests(WebHouse web) : IDisposable
{
    private static readonly string Folder = Path.Combine(McpHouse.Repository, "tests", "BelmAgent.Mcp.Tests", "node");
    private readonly DirectoryInfo _library = Directory.CreateTempSubdirectory("belm-node");

    [Theory]
    [InlineData("sdk", "stdio", Clients.Older)]
    [InlineData("legacy", "stdio", Clients.Older, Explicit = true)]
    [InlineData("modern", "stdio", Clients.Newer)]
    [InlineData("sdk", "http", Clients.Older)]
    [InlineData("legacy", "http", Clients.Older)]
    [InlineData("modern", "http", Clients.Newer)]
    public async Task A_whole_session(string client, string transport, string protocol)
    {
        SkipWithoutNode();
        var isStdio = transport == "stdio";
        object target = isStdio
            ? new { command = McpHouse.Belm, args = (string[])["mcp", "--model", "toytown", "--library", _library.FullName, "--allow", Path.GetDirectoryName(McpHouse.Picture)!], picture = McpHouse.Picture }
            : new { url = web.Address, image = await web.ImportAsync() };

        var seen = await RunAsync(client, JsonSerializer.Serialize(target));

        Assert.Equal(("belm", protocol), (seen.Text("server"), seen.Text("protocol")));
        Assert.InRange(seen.GetProperty("instructions").GetInt32(), 1, 1200);
        // The command adds batches; the app under test has none.
        Assert.Equal(isStdio ? 15 : 10, seen.GetProperty("tools").GetArrayLength());
        Assert.Equal((isStdio ? 5 : 4, 3), (seen.GetProperty("templates").GetArrayLength(), seen.GetProperty("prompts").GetArrayLength()));
        Assert.Contains("make it night", seen.Text("prompt"), StringComparison.Ordinal);
        Assert.Contains("red house", seen.Text("described"), StringComparison.Ordinal);

        Assert.Contains("To: a {+blue+} house", Assert.Single(seen.GetProperty("questions").EnumerateArray()).GetString(), StringComparison.Ordinal);
        var progress = seen.GetProperty("progress").EnumerateArray().Select(value => value.GetDouble()).ToList();
        Assert.NotEmpty(progress);
        Assert.Equal(progress.Distinct().Order(), progress);
        var edited = seen.GetProperty("edited");
        Assert.Equal("succeeded", edited.Text("status"));
        Assert.Equal(["text", "image", "resource_link"], edited.GetProperty("blocks").EnumerateArray().Select(block => block.GetString()));
        Assert.InRange(edited.GetProperty("size").GetInt32(), 1, 256 * 1024);

        Assert.Equal(("image/png", "PNG", "edited"), (seen.GetProperty("read").Text("type"), seen.GetProperty("read").Text("start"), seen.Text("recipe")));
        Assert.True(seen.GetProperty("listed").GetBoolean());
        Assert.Single(seen.GetProperty("completed").EnumerateArray());
        Assert.Contains("There is no image 'img_none'", seen.Text("missing"), StringComparison.Ordinal);

        Assert.Equal((true, "not_approved"), (seen.GetProperty("refused").GetProperty("isError").GetBoolean(), seen.GetProperty("refused").Text("code")));
        Assert.Equal(("stopped", "succeeded"), (seen.Text("cancelled"), seen.Text("after")));
        Assert.Equal(AuditOutcome.Cancelled, EndOf(isStdio ? _library.FullName : web.Library, seen.Text("stopped")!));
        var unavailable = seen.GetProperty("unavailable");
        Assert.Equal((true, "approval_unavailable"), (unavailable.GetProperty("isError").GetBoolean(), unavailable.Text("code")));
        Assert.Contains("elicitation", unavailable.Text("remedy"), StringComparison.Ordinal);
    }

    public void Dispose() => _library.Delete(recursive: true);

    private static void SkipWithoutNode()
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe"))),
            "Node.js is not installed");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "the TypeScript clients are not installed: run npm ci in tests/BelmAgent.Mcp.Tests/node");
    }

    private static async Task<JsonElement> RunAsync(string client, string target)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "client.mjs"), client, target]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"{await output}{await error}");
        return JsonElement.Parse(await output);
    }

    // The edit's last record: how it ended.
    private static AuditOutcome EndOf(string library, string proposal)
    {
        var options = new LibraryOptions { Root = library };
        return new AuditLog(new AuditOptions(), options, new LibraryId(TimeProvider.System), TimeProvider.System).Read(10_000).Records
            .Last(record => record.Function == "edit_image" && record.Arguments["proposal_id"]?.ToString() == proposal).Outcome;
    }
}
