using BelmAgent.Imaging.Files;

namespace BelmAgent.Imaging.Tests.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly string _folder = RealPath.Resolve(Directory.CreateTempSubdirectory("belm-links").FullName);

    [Fact]
    public void Links_are_followed_in_every_part_of_a_path_and_nothing_needs_to_be_there()
    {
        Directory.CreateDirectory(In("store"));
        File.WriteAllBytes(In("store/blob"), new byte[1234]);
        Link("door", "store");
        Link("store/one", "blob");
        Link("two", "door/one");

        Assert.Equal(In("store/blob"), RealPath.Resolve(In("two")));
        Assert.Equal(In("store/new/file"), RealPath.Resolve(In("door/new/file")));
        Assert.Equal(In("plain"), RealPath.Resolve(In("plain/")));
        Assert.Equal(1234, RealPath.LengthOf(In("two")));
        Assert.False(RealPath.IsLoop(In("two")));
    }

    [Theory]
    [InlineData("self", "self", "self")]
    [InlineData("hen", "egg", "hen")]
    [InlineData("hen", "egg", "hen/within")]
    [InlineData("deeper", "deeper/in", "deeper")]
    public void A_loop_is_told_as_one_by_the_path_that_was_asked_about(string link, string target, string asked)
    {
        Link(link, target);
        if (target == "egg")
        {
            Link("egg", "hen");
        }

        var loop = Assert.Throws<BelmException>(() => RealPath.Resolve(In(asked)));
        Assert.Equal("link_loop", loop.Code);
        Assert.StartsWith($"'{In(asked)}' ", loop.Problem, StringComparison.Ordinal);
        Assert.True(RealPath.IsLoop(In(asked)));
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public void As_many_links_are_followed_as_the_system_follows(int count, bool isLoop)
    {
        File.WriteAllText(In("link0"), "there");
        for (var i = 1; i <= count; i++)
        {
            Link($"link{i}", $"link{i - 1}");
        }

        Assert.Equal(isLoop, RealPath.IsLoop(In($"link{count}")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string relative) => Path.GetFullPath(Path.Combine(_folder, relative)) + (relative.EndsWith('/') ? "/" : "");

    private void Link(string link, string target) => File.CreateSymbolicLink(In(link), target);
}
