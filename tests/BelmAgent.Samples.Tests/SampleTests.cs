namespace BelmAgent.Samples.Tests;

public class SampleTests
{
    private const string Request = "make the house blue";

    [Fact]
    public async Task A_kernel_edits_a_picture_that_came_as_a_stream()
    {
        using var sample = new Sample("SemanticKernelAgent");

        var (exitCode, output, error) = await sample.RunAsync(Sample.House, Request, sample["blue.png"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Approved: a red house on the left, on water, under a blue sky, with a cloud → a blue house on the left,", output, StringComparison.Ordinal);
        Assert.Contains("The new picture is img_", output, StringComparison.Ordinal);
        RedPicture.AssertTurnedBlue(RedPicture.Read(Sample.House), RedPicture.Read(sample["blue.png"]));
    }

    [Fact]
    public async Task A_chat_client_calls_the_tools_and_the_image_generator_draws_and_edits()
    {
        using var sample = new Sample("ExtensionsAI");

        var (exitCode, output, error) = await sample.RunAsync(Sample.House, Request, sample["red.png"], sample["blue.png"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("The new picture is img_", output, StringComparison.Ordinal);
        RedPicture.AssertTurnedBlue(RedPicture.Read(sample["red.png"]), RedPicture.Read(sample["blue.png"]));
    }

    [Theory]
    [InlineData("yes", "belm_edit_image: approved", "The new picture is img_", 2)]
    [InlineData("no", "belm_edit_image: refused", "rejected", 1)]
    public async Task An_agent_stops_for_approval(string answer, string asked, string end, int pictures)
    {
        using var sample = new Sample("AgentFramework");

        var (exitCode, output, error) = await sample.RunAsync(Sample.House, Request, answer);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(asked, output, StringComparison.Ordinal);
        Assert.Contains(end, output, StringComparison.Ordinal);
        Assert.Equal(pictures, Directory.GetFiles(sample["library/pictures"], "*.png").Length);
    }

    [Fact]
    public async Task Without_the_native_runtime_one_sentence_names_the_library_and_the_package()
    {
        using var sample = new Sample("SemanticKernelAgent");
        sample.Assembly = CopyWithoutRuntime(sample);

        var (exitCode, _, error) = await sample.RunAsync(Sample.House, Request, sample["blue.png"]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("BelmAgent.BelmException: ONNX Runtime's native library", error, StringComparison.Ordinal);
        Assert.Contains("reference the package Microsoft.ML.OnnxRuntime", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_one_sentence_names_the_folder_and_the_package()
    {
        using var sample = new Sample("SemanticKernelAgent");
        sample.Settings["BELM__MODEL__PATH"] = sample["none"];

        var (exitCode, _, error) = await sample.RunAsync(Sample.House, Request, sample["blue.png"]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{sample["none"]} is missing", error, StringComparison.Ordinal);
        Assert.Contains("reference the package BelmAgent.Models.StickerTown, or point Belm:Model:Path", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_shows_the_first_sample_as_it_is()
    {
        var readme = File.ReadAllText(Path.Combine(Sample.Repository, "README.md"));
        var program = File.ReadAllText(Path.Combine(Sample.Repository, "samples", "SemanticKernelAgent", "Program.cs"));

        Assert.Contains($"## In your own app\n\n```csharp\n{program}```\n", readme, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SemanticKernelAgent")]
    [InlineData("ExtensionsAI")]
    [InlineData("AgentFramework")]
    [InlineData("WebHost")]
    public void A_sample_is_read_at_once(string name) =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Sample.Repository, "samples", name, "Program.cs")).Length, 1, 45);

    private static string CopyWithoutRuntime(Sample sample)
    {
        var (from, to) = (Path.GetDirectoryName(sample.Assembly)!, Directory.CreateDirectory(sample["app"]).FullName);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(IsKept))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return Path.Combine(to, sample.Name + ".dll");

        // Without its list of dependencies, a program loads what is beside it.
        static bool IsKept(string file) => !Path.GetFileName(file).Contains("onnxruntime", StringComparison.Ordinal) && !file.EndsWith(".deps.json", StringComparison.Ordinal);
    }
}
