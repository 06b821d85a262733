using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>Only paths that are really under an allowed folder are allowed.</summary>
public sealed class PathGuardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PathGuard _guard;

    public PathGuardTests()
    {
        foreach (var name in new[] { "library", "allowed", "allowed-not", "outside" })
        {
            Directory.CreateDirectory(_folder[name]);
            File.WriteAllText(_folder[name, "a.png"], name);
        }

        _guard = new PathGuard(new LibraryOptions { Root = _folder["library"], AllowedRoots = [_folder["allowed"]] });
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("allowed/a.png")]
    [InlineData("allowed/not/yet/there.png")]
    [InlineData("allowed")]
    [InlineData("allowed/")]
    [InlineData("library/pictures/x.png")]
    [InlineData("outside/../allowed/a.png")]
    [InlineData("allowed/./b/../a.png")]
    public void Lets_through_what_lies_under_a_root(string path) =>
        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder[path])), _guard.Resolve(_folder[path]));

    [Theory]
    [InlineData("outside/a.png")]
    [InlineData("allowed/../outside/a.png")]
    [InlineData("allowed/../a.png")]
    [InlineData("allowed-not/a.png")]
    [InlineData("allowe")]
    [InlineData("")]
    public void Refuses_what_does_not(string path)
    {
        var full = _folder.Path + "/" + path;
        var error = Assert.Throws<BelmException>(() => _guard.Resolve(full));
        Assert.Equal("path_not_allowed", error.Code);
        Assert.StartsWith($"'{full}' ", error.Problem, StringComparison.Ordinal);
        Assert.EndsWith($"({_folder["library"]}, {_folder["allowed"]})", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_roots_only_the_library_is_left()
    {
        var guard = new PathGuard(new LibraryOptions { Root = _folder["library"] });
        Assert.Equal(_folder["library", "a.png"], guard.Resolve(_folder["library", "a.png"]));
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => guard.Resolve(_folder["allowed", "a.png"])).Code);
    }

    [Fact]
    public void A_relative_path_starts_at_the_current_folder()
    {
        var guard = new PathGuard(new LibraryOptions { Root = _folder["library"], AllowedRoots = ["."] });
        Assert.StartsWith(Path.GetFullPath("."), guard.Resolve("a.png"), StringComparison.Ordinal);
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => guard.Resolve("../a.png")).Code);
    }

    [Fact]
    public void A_link_to_a_file_outside_is_refused()
    {
        Link("allowed/link.png", "outside/a.png");
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "link.png"])).Code);
    }

    [Fact]
    public void A_linked_folder_does_not_lead_out()
    {
        Link("allowed/door", "outside");
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "door", "a.png"])).Code);
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "door", "new.png"])).Code);
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "door"])).Code);
    }

    [Fact]
    public void A_chain_of_links_is_followed_to_its_end()
    {
        Link("allowed/one", "allowed/two");
        Link("allowed/two", "outside");
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "one", "a.png"])).Code);
    }

    [Fact]
    public void A_relative_link_is_followed_from_where_it_lies()
    {
        SkipWithoutLinks();
        Directory.CreateDirectory(_folder["allowed", "deep"]);
        File.CreateSymbolicLink(_folder["allowed", "deep", "out.png"], "../../outside/a.png");
        File.CreateSymbolicLink(_folder["allowed", "deep", "in.png"], "../a.png");
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "deep", "out.png"])).Code);
        Assert.Equal(_folder["allowed", "a.png"], _guard.Resolve(_folder["allowed", "deep", "in.png"]));
    }

    [Fact]
    public void A_link_to_the_inside_gives_the_real_path()
    {
        Link("outside/in", "allowed");
        Assert.Equal(_folder["allowed", "a.png"], _guard.Resolve(_folder["outside", "in", "a.png"]));
    }

    [Fact]
    public void A_link_to_nothing_outside_is_refused()
    {
        Link("allowed/dangling.png", "outside/new.png");
        Assert.Equal("path_not_allowed", Assert.Throws<BelmException>(() => _guard.Resolve(_folder["allowed", "dangling.png"])).Code);
    }

    [Fact]
    public void A_root_may_be_a_link_itself()
    {
        Link("root", "outside");
        var guard = new PathGuard(new LibraryOptions { Root = _folder["library"], AllowedRoots = [_folder["root"]] });
        Assert.Equal(_folder["outside", "a.png"], guard.Resolve(_folder["root", "a.png"]));
        Assert.Equal(_folder["outside", "a.png"], guard.Resolve(_folder["outside", "a.png"]));
    }

    [Fact]
    public void A_link_loop_is_refused_as_one()
    {
        Link("allowed/egg", "allowed/hen");
        Link("allowed/hen", "allowed/egg");
        var path = _folder["allowed", "egg", "a.png"];
        var loop = Assert.Throws<BelmException>(() => _guard.Resolve(path));
        Assert.Equal("link_loop", loop.Code);
        Assert.StartsWith($"'{path}' ", loop.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_path_is_no_path() => Assert.Throws<ArgumentException>(() => _guard.Resolve(""));

    private static void SkipWithoutLinks() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make symbolic links.");

    private void Link(string link, string target)
    {
        SkipWithoutLinks();
        File.CreateSymbolicLink(_folder[link], _folder[target]);
    }
}
