using BelmAgent.Bench;
using BelmAgent.Bench.Attention;
using BelmAgent.Bench.Full;
using BelmAgent.Bench.Loop;
using BelmAgent.Bench.Pictures;
using BelmAgent.Bench.Queue;
using BelmAgent.Bench.Tables;
using BelmAgent.Bench.Turns;
using BelmAgent.Bench.Whole;
using BelmAgent.Diffusion.Models;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using BenchmarkDotNet.Jobs;

// What each of these measures, and what came out: bench/README.md.
try
{
    switch (args)
    {
        case ["loop"]:
            BenchmarkRunner.Run<LoopBenchmarks>(DefaultConfig.Instance.AddJob(
                Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(12)));
            return 0;
        case ["pairs"]:
            await PairedLoop.RunAsync(Console.Out);
            return 0;
        case ["attention", "instrument", var model]:
            await InstrumentCost.RunAsync(Console.Out, model);
            return 0;
        case ["attention", "cost", .. var rest]:
            int Number(int index, int otherwise) =>
                rest.Length > index ? int.Parse(rest[index], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
            await AttentionCost.RunAsync(Console.Out, rest.Length > 0 ? rest[0] : Bench.ModelPath, Number(1, 0), Number(2, 200), Number(3, 0));
            return 0;
        case ["full", var model, .. var rest] when rest is [] or ["plain" or "controlled"] or ["plain" or "controlled", "1" or "2" or "3"]:
            await FullSize.RunAsync(Console.Out, model, rest is ["controlled", ..], rest is [_, var rows] ? rows[0] - '0' : 1);
            return 0;
        case ["whole"]:
            await WholeOverBare.RunAsync(Console.Out);
            return 0;
        case ["pictures"]:
            await CodecCost.RunAsync(Console.Out);
            return 0;
        case ["queue"]:
            await EightEdits.RunAsync(Console.Out);
            return 0;
        case ["turns", var root]:
            await TurnServer.RunAsync(Console.In, Console.Out, root);
            return 0;
        case ["inversion"]:
            await InversionTable.RunAsync(Console.Out);
            return 0;
        default:
            await Console.Error.WriteLineAsync("Say what to measure: loop, pairs, attention instrument MODEL_DIR, attention cost [MODEL_DIR [size [rounds [threads]]]], inversion, whole, queue, pictures, full MODEL_DIR [plain|controlled [1|2|3]], or turns PICTURES_DIR.");
            return 2;
    }
}
catch (ModelException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 3;
}
