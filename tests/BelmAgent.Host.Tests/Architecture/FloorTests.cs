using System.Reflection;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Host.Tests.Architecture;

/// <summary>A project uses only projects on lower floors, and packages only where they belong.</summary>
public class FloorTests
{
    // A failure that nobody catches by its type is a BelmException with a code of its own, not a type.
    private const int MaxExceptions = 16;

    private static readonly Dictionary<string, int> Floors = new()
    {
        ["BelmAgent.Abstractions"] = 0,
        ["BelmAgent.Sampling"] = 1,
        ["BelmAgent.Imaging"] = 1,
        ["BelmAgent.Diffusion"] = 2,
        ["BelmAgent.Editing"] = 3,
        ["BelmAgent.Planning"] = 4,
        ["BelmAgent.Evaluation"] = 5,
        ["BelmAgent.Plugins"] = 5,
        ["BelmAgent.Workflows"] = 5,
        ["BelmAgent.Mcp"] = 6,
        ["BelmAgent.Web"] = 6,
        ["BelmAgent.Workflows.Hangfire"] = 6,
        ["belm"] = 7,
    };

    public static TheoryData<string> Projects => [.. Floors.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_floors_below_it(string project)
    {
        var references = References(project).Where(Floors.ContainsKey);

        Assert.DoesNotContain(references, reference => Floors[reference] >= Floors[project]);
    }

    [Fact]
    public void Every_floor_above_the_ground_stands_on_another()
    {
        foreach (var (project, floor) in Floors.Where(entry => entry.Value > 0))
        {
            Assert.Contains(References(project), reference => Floors.GetValueOrDefault(reference) == floor - 1);
        }
    }

    [Fact]
    public void Sampling_needs_no_package_but_numerics() =>
        Assert.All(References("BelmAgent.Sampling").Except(["BelmAgent.Abstractions"]), reference => Assert.StartsWith("System.", reference, StringComparison.Ordinal));

    [Fact]
    public void The_ground_floor_needs_nothing() =>
        Assert.All(References("BelmAgent.Abstractions"), reference => Assert.StartsWith("System.", reference, StringComparison.Ordinal));

    [Fact]
    public void Exceptions_of_our_own_are_few_and_share_one_base()
    {
        var types = Floors.Keys.SelectMany(project => Load(project).GetTypes()).Where(typeof(Exception).IsAssignableFrom).ToList();

        Assert.InRange(types.Count, 1, MaxExceptions);
        Assert.All(types, type => Assert.True(
            typeof(BelmException).IsAssignableFrom(type) || typeof(OperationCanceledException).IsAssignableFrom(type), $"{type.Name} is no BelmException"));
    }

    [Theory]
    [InlineData("Microsoft.ML.OnnxRuntime", "BelmAgent.Diffusion")]
    [InlineData("Microsoft.SemanticKernel", "BelmAgent.Plugins")]
    [InlineData("ModelContextProtocol", "BelmAgent.Mcp")]
    [InlineData("SixLabors.ImageSharp", "BelmAgent.Imaging")]
    [InlineData("ScottPlot", "BelmAgent.Evaluation")]
    [InlineData("SkiaSharp", "BelmAgent.Evaluation")]
    [InlineData("Dapper", "BelmAgent.Workflows")]
    [InlineData("Microsoft.Data.Sqlite", "BelmAgent.Workflows")]
    [InlineData("Hangfire", "BelmAgent.Workflows.Hangfire")]
    [InlineData("Spectre.Console", "belm")]
    [InlineData("OpenTelemetry", "belm")]
    public void A_package_is_used_from_its_own_floor_up(string package, string lowest)
    {
        var users = Floors.Keys.Where(project => References(project).Any(reference => reference.StartsWith(package, StringComparison.Ordinal)));

        Assert.All(users, user => Assert.True(user == lowest || Floors[user] > Floors[lowest], $"{user} uses {package}"));
    }

    private static IEnumerable<string> References(string project) =>
        Load(project).GetReferencedAssemblies().Select(name => name.Name!);

    private static Assembly Load(string project) => project switch
    {
        "BelmAgent.Sampling" => typeof(TimeNode).Assembly,
        "BelmAgent.Imaging" => typeof(RgbImage).Assembly,
        "BelmAgent.Diffusion" => typeof(ModelFolder).Assembly,
        "BelmAgent.Editing" => typeof(EditPlan).Assembly,
        _ => Assembly.Load(project),
    };
}
