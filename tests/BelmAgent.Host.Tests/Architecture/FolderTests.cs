using System.Reflection;

namespace BelmAgent.Host.Tests.Architecture;

/// <summary>
/// A folder is a module: the sub-folders of any folder, each with all below it, and the files that lie in it, together one more part, use
/// one another without a cycle.
/// </summary>
public class FolderTests
{
    public static TheoryData<string> Projects =>
    [
        "BelmAgent.Sampling", "BelmAgent.Imaging", "BelmAgent.Diffusion", "BelmAgent.Editing",
        "BelmAgent.Planning", "BelmAgent.Evaluation", "BelmAgent.Plugins", "BelmAgent.Workflows", "BelmAgent.Mcp", "BelmAgent.Web", "BelmAgent.Host",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_use_one_another_without_a_cycle(string project)
    {
        var cycles = Read(project).FindCycles();

        Assert.True(cycles.Count == 0, $"These uses lie on a cycle of folders:\n{string.Join('\n', cycles)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_projects_folders_are_found(string project) => Assert.NotEmpty(Read(project).Uses);

    [Theory]
    [InlineData("A", "B", "B", "A")]
    [InlineData("A", "B/Inner", "B", "A/Inner")]
    [InlineData("", "A", "A", "")]
    [InlineData("A", "A/Inner", "A/Inner", "A")]
    public void A_cycle_is_found(string from, string to, string nextFrom, string nextTo)
    {
        FolderGraph graph = new();
        graph.Add(from, to, "first");
        graph.Add(nextFrom, nextTo, "second");

        Assert.Equal(2, graph.FindCycles().Count);
    }

    [Fact]
    public void A_cycle_through_three_folders_is_found_and_what_hangs_on_it_is_left_out()
    {
        FolderGraph graph = new();
        graph.Add("A", "B", "x");
        graph.Add("B", "C/Inner", "x");
        graph.Add("C", "A", "x");
        graph.Add("C", "D", "hangs");
        graph.Add("D", "D/Inner", "hangs");

        Assert.Equal(3, graph.FindCycles().Count);
        Assert.DoesNotContain(graph.FindCycles(), cycle => cycle.Contains("hangs", StringComparison.Ordinal));
    }

    private static FolderGraph Read(string project) =>
        FolderGraph.Read(Assembly.Load(project == "BelmAgent.Host" ? "belm" : project), project);
}
