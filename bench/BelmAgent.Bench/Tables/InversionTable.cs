using System.Globalization;
using BelmAgent.Editing.Inversions;

namespace BelmAgent.Bench.Tables;

/// <summary>The round trip of every sampler over photographs and drawn scenes, as in the paper's Tables 2 and 3.</summary>
internal static class InversionTable
{
    private const int Scenes = 10;

    private static readonly (string Name, string Sampler, double? Kappa, bool FixedPoint)[] Samplers =
    [
        ("DDIM", "ddim", null, false),
        ("EDICT 0.93", "edict", null, false),
        ("BDIA 0.96", "bdia", null, false),
        ("BELM κ=½", "belm", 0.5, false),
        ("O-BELM", "o-belm", null, false),
        ("O-BELM, fixed point", "o-belm", null, true),
        ("BELM κ=½, fixed point", "belm", 0.5, true),
    ];

    public static async Task RunAsync(TextWriter output)
    {
        using var bench = new Bench();
        var pictures = new List<(string Id, string Prompt)>
        {
            ((await bench.Service.Images.ImportAsync(Bench.Data("samples/astronaut.png"))).Id, ""),
        };
        foreach (var scene in Scene.ReadAll().Take(Scenes))
        {
            pictures.Add(((await bench.Service.Images.ImportAsync(scene.Path)).Id, scene.Caption));
        }

        await output.WriteLineAsync("| sampler | steps | latent_mse, largest | pixel_mse, mean | autoencoder_mse, mean | largest difference of the two | bit_exact | noise std, mean |");
        await output.WriteLineAsync("|---|---|---|---|---|---|---|---|");
        foreach (var (name, sampler, kappa, fixedPoint) in Samplers)
        {
            foreach (var steps in (int[])[10, 20, 50, 100])
            {
                List<InvertResult> results = [];
                foreach (var (id, prompt) in pictures)
                {
                    results.Add(await bench.Service.Inverter.InvertAsync(new InvertRequest
                    {
                        ImageId = id, Prompt = prompt, Sampler = sampler, Kappa = kappa, Steps = steps, FixedPoint = fixedPoint,
                    }));
                }

                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {steps} | {results.Max(r => r.LatentMse):0.0e+0} | {results.Average(r => r.PixelMse):0.000000} | {results.Average(r => r.AutoencoderMse):0.000000} | {results.Max(r => Math.Abs(r.PixelMse!.Value - r.AutoencoderMse!.Value)):0.0e+0} | {results.Count(r => r.BitExact == true)} of {results.Count} | {results.Average(r => r.Noise.Std):0.000} |"));
            }
        }
    }
}
