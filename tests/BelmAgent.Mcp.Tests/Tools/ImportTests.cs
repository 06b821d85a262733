using BelmAgent.Editing.Library;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Mcp.Tests.Doubles;
using BelmAgent.Mcp.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Tools;

#pragma warning disable MCP9005 // Roots are deprecated, but in use.
public sealed class ImportTests : IDisposable
{
    private readonly McpHouse _house;
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-roots").FullName;

    public ImportTests(McpHouse house)
    {
        _house = house;
        foreach (var name in (string[])["library", "configured", "client", "configured/both", "elsewhere"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }
    }

    // The client's roots are client and configured/both, unless it has none.
    [Theory]
    [InlineData(ClientRoots.Narrow, true, true, "configured/both/a.png")]
    [InlineData(ClientRoots.Narrow, true, false, "configured/a.png configured/both/a.png library/a.png")]
    [InlineData(ClientRoots.Narrow, false, true, "client/a.png configured/both/a.png")]
    [InlineData(ClientRoots.Narrow, false, false, "library/a.png")]
    [InlineData(ClientRoots.Widen, true, true, "client/a.png configured/a.png configured/both/a.png library/a.png")]
    [InlineData(ClientRoots.Widen, false, true, "client/a.png configured/both/a.png library/a.png")]
    [InlineData(ClientRoots.Ignore, true, true, "configured/a.png configured/both/a.png library/a.png")]
    [InlineData(ClientRoots.Ignore, false, true, "library/a.png")]
    public void Only_allowed_folders_are_read(ClientRoots mode, bool isConfigured, bool hasRoots, string allowed)
    {
        var folders = Create(mode, isConfigured);
        IReadOnlyList<string> roots = hasRoots ? [Path.Combine(_folder, "client"), Path.Combine(_folder, "configured", "both")] : [];

        var found = new List<string>();
        foreach (var file in (string[])["client/a.png", "configured/a.png", "configured/both/a.png", "elsewhere/a.png", "library/a.png"])
        {
            try
            {
                folders.Resolve(Path.Combine(_folder, file), roots);
                found.Add(file);
            }
            catch (BelmException e) when (e.Code == "path_not_allowed")
            {
            }
        }

        Assert.Equal(allowed.Split(' '), found);
    }

    [Fact]
    public void A_relative_path_starts_at_the_first_root_and_cannot_leave_it()
    {
        var folders = Create(ClientRoots.Narrow, isConfigured: false);
        var root = Path.Combine(_folder, "client");

        Assert.EndsWith(Path.Combine("client", "a.png"), folders.Resolve("a.png", [root]), StringComparison.Ordinal);
        Assert.Throws<BelmException>(() => folders.Resolve("../elsewhere/a.png", [root]));
    }

    [Fact]
    public void A_link_does_not_lead_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights");
        var root = Path.Combine(_folder, "client");
        File.CreateSymbolicLink(Path.Combine(root, "link.png"), McpHouse.Picture);

        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => Create(ClientRoots.Narrow, isConfigured: false).Resolve("link.png", [root])).Code);
    }

    [Theory]
    [InlineData(Clients.Older)]
    [InlineData(Clients.Newer)]
    public async Task A_clients_roots_let_its_files_in_and_no_others(string protocol)
    {
        File.Copy(McpHouse.Picture, Path.Combine(_folder, "client", "a house.png"));
        File.Copy(McpHouse.Picture, Path.Combine(_folder, "elsewhere", "b.png"));
        var options = Clients.Create(protocol);
        options.Handlers.RootsHandler = (_, _) => ValueTask.FromResult(new ListRootsResult { Roots = [new Root { Uri = new Uri(Path.Combine(_folder, "client")).AbsoluteUri }] });
        await using var house = new McpHouse(services => services.PostConfigure<LibraryOptions>(library => library.AllowedRoots = []));
        var client = await house.ConnectAsync(options);

        Assert.NotNull((await client.ReadAsync("belm_import_image", ("path", "a house.png"))).Text("image_id"));
        var refused = await client.CallAsync("belm_import_image", ("path", Path.Combine(_folder, "elsewhere", "b.png")));
        Assert.Equal("path_not_allowed", refused.StructuredContent!.Value.ErrorCode());
        Assert.DoesNotContain(_folder, Assert.IsType<TextContentBlock>(refused.Content[0]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b.png")]
    [InlineData("missing.png")]
    [InlineData("not-a-picture.png")]
    public async Task A_file_that_cannot_be_used_is_a_sentence_without_a_path(string name)
    {
        var library = _house.LibraryRoot;
        await File.WriteAllTextAsync(Path.Combine(library, "not-a-picture.png"), "text");
        var client = await _house.ConnectAsync();

        var result = await client.CallAsync("belm_import_image", ("path", name.Length == 0 ? name : Path.Combine(library, name)));

        Assert.True(result.IsError);
        Assert.NotNull(result.StructuredContent!.Value.ErrorCode());
        Assert.DoesNotContain(library, Assert.IsType<TextContentBlock>(result.Content[0]).Text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ImportFolders Create(ClientRoots mode, bool isConfigured)
    {
        var library = new LibraryOptions { Root = Path.Combine(_folder, "library"), AllowedRoots = isConfigured ? [Path.Combine(_folder, "configured")] : [] };
        return new ImportFolders(new PathGuard(library), Options.Create(library), Options.Create(new McpOptions { Roots = mode }));
    }
}
