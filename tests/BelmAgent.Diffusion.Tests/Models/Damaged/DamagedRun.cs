using System.Text.Json;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>The other side of <see cref="DamagedModelTests"/>: a separate process, which a native crash may end.</summary>
public sealed class DamagedRun
{
    /// <summary>Environment variable with the name of the file for results; without it nothing runs here.</summary>
    public const string Results = "BELM_DAMAGED_RESULTS";

    /// <summary>Environment variable with the index of the first damage.</summary>
    public const string First = "BELM_DAMAGED_FIRST";

    /// <summary>Environment variable with the number of damages.</summary>
    public const string Count = "BELM_DAMAGED_COUNT";

    /// <summary>Environment variable with the step: 1 for all damages, n for one in n.</summary>
    public const string Step = "BELM_DAMAGED_STEP";

    [Fact]
    public void Opens_each_folder_and_says_what_came_of_it()
    {
        var file = Environment.GetEnvironmentVariable(Results);
        Assert.SkipWhen(file is null, "started by the test of damaged models");
        var first = int.Parse(Environment.GetEnvironmentVariable(First) ?? "0");
        var count = int.Parse(Environment.GetEnvironmentVariable(Count) ?? $"{int.MaxValue}");
        var step = int.Parse(Environment.GetEnvironmentVariable(Step) ?? "1");
        var place = Directory.CreateDirectory(Path.ChangeExtension(file, null)!).FullName;
        foreach (var (damage, i) in DamageCatalog.Every(step).Select((damage, i) => (damage, i)).Skip(first).Take(count))
        {
            var folder = Path.Combine(place, $"{i}");
            Copy(folder);
            File.WriteAllBytes(Path.Combine(place, DamageCatalog.Canary), new byte[1 << 20]);
            damage.Apply(folder);
            Say(file, new DamagedResult(i, damage.Name, null, null));
            Say(file, Try(folder) with { Index = i, Name = damage.Name });
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DamagedResult Try(string folder)
    {
        try
        {
            using var pipeline = DiffusionPipeline.Load(folder, new DeviceOptions { Provider = "cpu", Threads = 1 });
            var shape = pipeline.Unet.Native;
            using var predictor = pipeline.CreatePredictor("a red house on the left", 2, shape);
            var latent = new double[shape.Length];
            SamplerCatalog.Create("o-belm", TimeGrid.FromConfig(pipeline.Scheduler, 2)).Generate(ToyTown.Noise(shape.Length, 1), predictor, latent);
            var picture = pipeline.Autoencoder.Decode(latent, shape);
            _ = pipeline.Autoencoder.Encode(picture);
            _ = pipeline.Describer?.Describe(picture);
            return new(0, "", DamagedResult.Works, null);
        }
        catch (Exception e) when (e is ModelException or NonFiniteOutputException)
        {
            return new(0, "", DamagedResult.Refused, e.Message);
        }
        catch (Exception e)
        {
            return new(0, "", e.GetType().Name, e.ToString());
        }
    }

    private static void Copy(string folder)
    {
        foreach (var original in Directory.EnumerateFiles(ToyTown.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(ToyTown.Path, original));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(original, copy);
        }
    }

    private static void Say(string file, DamagedResult result) => File.AppendAllText(file, JsonSerializer.Serialize(result) + "\n");
}
