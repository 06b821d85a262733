using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Pipeline;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.Checks;

public class ExactnessCheckTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Fact]
    public void On_the_processor_the_round_trip_is_exact()
    {
        var report = ExactnessCheck.Measure(toyTown.Pipeline);

        Assert.True(report.IsExact, $"{report.LatentMse:g3}");
        Assert.True(report.RepeatsIdentical);
        Assert.True(report.FixedPointExact);
        Assert.Equal(("cpu", "fp32", ExactnessReport.SingleLimit), (report.Provider, report.Precision, report.Limit));
    }

    [Fact]
    public void Half_precision_is_allowed_more() =>
        Assert.True(new ExactnessReport { Provider = "cuda", Precision = "fp16", Steps = 10, LatentMse = 9e-7, RepeatsIdentical = false, FixedPointExact = false }.IsExact);

    [Fact]
    public void A_network_that_answers_differently_each_time_is_found_out()
    {
        var folder = Directory.CreateTempSubdirectory("belm-exact-").FullName;
        try
        {
            Copy(ToyTown.Path, folder);
            AddNoise(Path.Combine(folder, "unet", "model.onnx"));
            using var pipeline = DiffusionPipeline.Load(folder, new DeviceOptions { Provider = "cpu", Threads = 1 });

            var report = ExactnessCheck.Measure(pipeline);

            Assert.False(report.IsExact, $"{report.LatentMse:g3}");
            Assert.False(report.RepeatsIdentical);
            Assert.False(report.FixedPointExact);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Simulates a provider that sums in a different order each time, with a larger effect.
    private static void AddNoise(string path)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        var output = model.Graph.Output[0].Name;
        foreach (var node in model.Graph.Node)
        {
            for (var i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = node.Output[i] == output ? "calm" : node.Output[i];
            }
        }

        model.Graph.Node.Add(new NodeProto { OpType = "RandomNormalLike", Input = { "calm" }, Output = { "noise" } });
        model.Graph.Node.Add(new NodeProto { OpType = "Add", Input = { "calm", "noise" }, Output = { output } });
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
