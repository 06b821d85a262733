using System.Globalization;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Bench.Torch;

/// <summary>
/// One call of the UNet by every contender, interleaved on one thread: the ratios of processor time, and the differences between the
/// outputs.
/// </summary>
internal sealed class CallComparison(UnetModel unet, TextEncoder text, string scripts, int rounds)
{
    private const int WarmUps = 5;
    private const int CallsARound = 5;
    private const int Seed = 1;

    private static readonly (string Name, string File)[] Scripts =
    [
        ("float32, as written", "unet.pt"), ("float32, fused attention", "unet-fused.pt"), ("bfloat16, fused attention", "unet-fused-bfloat16.pt"),
    ];

    /// <summary>Compares batches with a number of rows and writes a line of the table for each rival whose file exists.</summary>
    public void Run(int rows, TextWriter output)
    {
        var inputs = Draw(rows);
        using var ours = new OnnxContender(unet, text, inputs);
        List<Contender> all = [ours];
        try
        {
            foreach (var (name, file) in Scripts.Where(script => File.Exists(Path.Combine(scripts, script.File))))
            {
                all.Add(new TorchContender(name, Path.Combine(scripts, file), unet.Native, text, inputs));
            }

            Time(all);
            foreach (var rival in all.Skip(1))
            {
                output.WriteLine(Line(rows, ours, rival));
            }
        }
        finally
        {
            all.ForEach(contender => contender.Dispose());
        }
    }

    private UnetInputs Draw(int rows)
    {
        var random = new Random(Seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        // The prompts of an edit: none, the source, the target.
        string[] prompts = ["a red house on the left, on grass, under a blue sky", "", "a blue house on the left, on grass, under a blue sky"];
        return new UnetInputs(
            rows,
            [.. Enumerable.Range(0, rows * unet.Native.Length).Select(_ => Normal())],
            [.. prompts.Take(rows).SelectMany(prompt => text.Encode(prompt).ToArray())]);
    }

    private void Time(List<Contender> all)
    {
        // An optimising interpreter records its first runs and compiles after them.
        all.ForEach(contender => Repeat(contender, WarmUps));
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < all.Count; i++)
            {
                var contender = all[(round + i) % all.Count];
                // The cache contents left by the previous contender are not attributed to this one.
                contender.Run();
                contender.Milliseconds.Add(ThreadClock.Time(() => Repeat(contender, CallsARound)).TotalMilliseconds / CallsARound);
            }
        }
    }

    private static void Repeat(Contender contender, int times)
    {
        for (var i = 0; i < times; i++)
        {
            contender.Run();
        }
    }

    private static string Line(int rows, Contender ours, Contender rival)
    {
        double[] ratios = [.. rival.Milliseconds.Zip(ours.Milliseconds, (theirs, own) => theirs / own).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {rows} | {rival.Name} | {ratios[ratios.Length / 2]:0.00} | {ratios[ratios.Length / 4]:0.00} and {ratios[3 * ratios.Length / 4]:0.00} | {Median(rival):0.0} and {Median(ours):0.0} | {Difference(ours.Output(), rival.Output()):0.0e+0} |");
    }

    private static double Median(Contender contender) => contender.Milliseconds.Order().ElementAt(contender.Milliseconds.Count / 2);

    private static double Difference(double[] one, double[] other) =>
        Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum() / one.Sum(a => a * a));
}
