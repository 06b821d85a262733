namespace BelmAgent.Bench.Loop;

/// <summary>The loop and the bare UNet, interleaved.</summary>
internal static class PairedLoop
{
    private const int Pairs = 25;

    public static async Task RunAsync(TextWriter output)
    {
        var benchmarks = new LoopBenchmarks();
        benchmarks.Setup();
        var compared = await Timing.CompareAsync(Pairs, _ => Run(benchmarks.BareUnet), _ => Run(benchmarks.SamplingLoop));
        await output.WriteLineAsync($"loop / bare UNet at N = 50, {compared}");
    }

    private static Task Run(Action run)
    {
        run();
        return Task.CompletedTask;
    }
}
