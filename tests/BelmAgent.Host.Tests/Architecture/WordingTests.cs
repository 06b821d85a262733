using System.Reflection;
using System.Text.RegularExpressions;

namespace BelmAgent.Host.Tests.Architecture;

/// <summary>Documentation and names are plain: summaries are not headless clauses, factories and limits have standard names.</summary>
public partial class WordingTests
{
    private static readonly string Sources = Path.Combine(
        typeof(WordingTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!, "src");

    public static TheoryData<string> Projects =>
    [
        "BelmAgent.Abstractions", "BelmAgent.Sampling", "BelmAgent.Imaging", "BelmAgent.Diffusion", "BelmAgent.Editing",
        "BelmAgent.Planning", "BelmAgent.Evaluation", "BelmAgent.Plugins", "BelmAgent.Workflows", "BelmAgent.Mcp", "BelmAgent.Web", "BelmAgent.Host",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_summary_begins_with_what(string project)
    {
        var files = Directory.GetFiles(Path.Combine(Sources, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Sources, file).Split(Path.DirectorySeparatorChar).Contains("obj"))
            .ToDictionary(file => file, File.ReadAllText);

        Assert.Contains(files.Values, text => text.Contains("<summary>", StringComparison.Ordinal));
        Assert.Empty(files.Where(file => Headless().IsMatch(file.Value)).Select(file => Path.GetRelativePath(Sources, file.Key)));
    }

    [Theory]
    [InlineData("/// <summary>What it holds.</summary>", true)]
    [InlineData("/// <summary>\n    /// What it holds, and why.\n    /// </summary>", true)]
    [InlineData("/// <summary>Gets what it holds.</summary>", false)]
    [InlineData("/// <summary>Whatever fits.</summary>", false)]
    public void A_headless_summary_is_found(string text, bool isHeadless) => Assert.Equal(isHeadless, Headless().IsMatch(text));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Public_factories_and_limits_have_standard_names(string project)
    {
        var members = Assembly.Load(project == "BelmAgent.Host" ? "belm" : project).GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly));

        Assert.DoesNotContain(members, member => Unusual().IsMatch(member.Name));
    }

    [GeneratedRegex(@"<summary>\s*(?:///\s*)?What\b")]
    private static partial Regex Headless();

    [GeneratedRegex("^(?:Of|Least|Most|Longest|Shortest|Largest|Smallest)(?![a-z])")]
    private static partial Regex Unusual();
}
