using BelmAgent.Bench;
using BelmAgent.Bench.Attention;
using BelmAgent.Bench.Loop;
using BelmAgent.Bench.Tables;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using BenchmarkDotNet.Jobs;

// dotnet run -c Release --project bench/BelmAgent.Bench -- loop | pairs | attention [threads] | instrument model | inversion | edits [guidance ...]
switch (args)
{
    case ["loop"]:
        BenchmarkRunner.Run<LoopBenchmarks>(DefaultConfig.Instance.AddJob(
            Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(12)));
        return 0;
    case ["pairs"]:
        await PairedLoop.RunAsync(Console.Out);
        return 0;
    case ["attention", .. var threads]:
        await AttentionCost.RunAsync(
            Console.Out, Bench.ModelPath, threads.Length == 0 ? 0 : int.Parse(threads[0], System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["instrument", var model]:
        await EditCost.RunAsync(Console.Out, model);
        return 0;
    case ["inversion"]:
        await InversionTable.RunAsync(Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Say what to measure: loop, pairs, attention [threads], instrument model, inversion, or edits [guidance ...].");
        return 2;
}
