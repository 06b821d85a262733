using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Mcp.Tests.Doubles;

namespace BelmAgent.Mcp.Tests.Transports;

/// <summary>The process <c>belm mcp</c>, line by line.</summary>
public sealed class StdioTests : IDisposable
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("belm-stdio");

    [Fact]
    public async Task Standard_output_carries_the_protocol_alone_and_the_end_of_input_ends_it_cleanly()
    {
        using var belm = Start("--verbose");
        var error = belm.StandardError.ReadToEndAsync();

        var server = await AskAsync(belm, 1, Initialize);
        await belm.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        var made = await AskAsync(
            belm, 2, """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"belm_generate_image","arguments":{"prompt":"a purple cat","steps":2},"_meta":{"progressToken":"t"}}}""");
        belm.StandardInput.Close();
        var rest = await belm.StandardOutput.ReadToEndAsync();
        await belm.WaitForExitAsync();

        Assert.Equal("belm", server.GetProperty("result").GetProperty("serverInfo").Text("name"));
        Assert.StartsWith("img_", made.GetProperty("result").GetProperty("structuredContent").Text("image_id"), StringComparison.Ordinal);
        Assert.Equal(("", 0), (rest, belm.ExitCode));
        // The verbose log went elsewhere, and has none of the user's words.
        Assert.Contains("ModelContextProtocol", await error, StringComparison.Ordinal);
        Assert.DoesNotContain("purple", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_clients_do_wrong_is_answered_and_not_logged()
    {
        using var belm = Start();
        var error = belm.StandardError.ReadToEndAsync();

        await AskAsync(belm, 1, Initialize);
        var missing = await AskAsync(belm, 2, """{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":"belm://images/img_none"}}""");
        await belm.StandardInput.WriteLineAsync("no JSON at all");
        var unknown = await AskAsync(belm, 3, """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"belm_paint","arguments":{}}}""");
        belm.StandardInput.Close();
        await belm.WaitForExitAsync();

        Assert.Contains("img_none", missing.GetProperty("error").Text("message"), StringComparison.Ordinal);
        Assert.True(unknown.TryGetProperty("error", out _));
        Assert.Equal(("", 0), (await error, belm.ExitCode));
    }

    [Fact]
    public async Task The_end_of_input_stops_a_running_edit_and_keeps_what_was_there()
    {
        using var belm = Start("--yes", "--allow", _folder.FullName, "--allow", Path.GetDirectoryName(McpHouse.Picture)!);
        _ = belm.StandardError.ReadToEndAsync();

        await AskAsync(belm, 1, Initialize);
        var image = (await AskAsync(belm, 2, Call(2, "belm_import_image", new { path = McpHouse.Picture }))).GetProperty("result").GetProperty("structuredContent").Text("image_id");
        var plan = (await AskAsync(belm, 3, Call(3, "belm_plan_edit", new { image_id = image, request = "make the house blue", steps = 1000 }))).GetProperty("result").GetProperty("structuredContent");
        await belm.StandardInput.WriteLineAsync(Call(4, "belm_edit_image", new { proposal_id = plan.Text("proposal_id") }));
        // The first progress: it runs.
        Assert.Contains("notifications/progress", await belm.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        belm.StandardInput.Close();
        await belm.StandardOutput.ReadToEndAsync();
        await belm.WaitForExitAsync();

        Assert.Equal(0, belm.ExitCode);
        Assert.Equal([$"{image}.png"], Directory.GetFiles(Path.Combine(_folder.FullName, "pictures")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("Belm:Mcp:ThumbnailKibibytes must be 16 to 1024.", """{ "Belm": { "Mcp": { "ThumbnailKibibytes": 5 } } }""")]
    [InlineData("There is no setting Belm:Mcp:Picture: Belm:Mcp has Pictures, ThumbnailKibibytes, Roots, ApprovalTimeout.", """{ "Belm": { "Mcp": { "Picture": "None" } } }""")]
    public async Task A_wrong_setting_is_one_sentence_on_standard_error(string sentence, string settings)
    {
        var file = Path.Combine(_folder.FullName, "settings.json");
        await File.WriteAllTextAsync(file, settings);
        using var belm = Start("--config", file);
        var (output, error) = (await belm.StandardOutput.ReadToEndAsync(), await belm.StandardError.ReadToEndAsync());
        await belm.WaitForExitAsync();

        Assert.Equal(("", $"belm: {sentence}\n", 2), (output, error, belm.ExitCode));
    }

    [Theory]
    [InlineData("--allow '' is not allowed: give a path. See 'belm mcp --help'.", "--allow", "")]
    [InlineData("Unrecognized command or argument '--json'. See 'belm mcp --help'.", "--json")]
    public async Task A_wrong_option_is_one_sentence(string sentence, params string[] options)
    {
        using var belm = Start(options);
        var (output, error) = (await belm.StandardOutput.ReadToEndAsync(), await belm.StandardError.ReadToEndAsync());
        await belm.WaitForExitAsync();

        Assert.Contains(sentence, output + error, StringComparison.Ordinal);
        Assert.Equal(2, belm.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Call(int id, string tool, object arguments) => JsonSerializer.Serialize(new
    {
        jsonrpc = "2.0", id, method = "tools/call", @params = new { name = tool, arguments, _meta = new { progressToken = id } },
    });

    private static async Task<JsonElement> AskAsync(Process belm, int id, string message)
    {
        await belm.StandardInput.WriteLineAsync(message);
        while (await belm.StandardOutput.ReadLineAsync() is { } line)
        {
            var json = JsonElement.Parse(line);
            Assert.Equal("2.0", json.Text("jsonrpc"));
            if (json.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return json;
            }
        }

        throw new EndOfStreamException();
    }

    private Process Start(params string[] options) => Process.Start(
        new ProcessStartInfo(McpHouse.Belm, ["mcp", "--library", _folder.FullName, .. options]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
