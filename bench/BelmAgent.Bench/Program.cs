using BelmAgent;
using BelmAgent.Bench;
using BelmAgent.Bench.Attention;
using BelmAgent.Bench.Device;
using BelmAgent.Bench.Full;
using BelmAgent.Bench.Loop;
using BelmAgent.Bench.Pictures;
using BelmAgent.Bench.Queue;
using BelmAgent.Bench.Tables;
using BelmAgent.Bench.Threads;
using BelmAgent.Bench.Turns;
using BelmAgent.Bench.Whole;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using BenchmarkDotNet.Jobs;

// What each of these measures, and the results: bench/README.md.
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
            int Number(int index, int otherwise) => rest.Length > index ? Whole(rest[index]) : otherwise;
            await AttentionCost.RunAsync(Console.Out, rest.Length > 0 ? rest[0] : Bench.ModelPath, Number(1, 0), Number(2, 200), Number(3, 0));
            return 0;
        case ["full", var model, .. var rest] when rest is [] or ["plain" or "controlled"] or ["plain" or "controlled", "1" or "2" or "3"]:
            await FullSize.RunAsync(Console.Out, model, rest is ["controlled", ..], rest is [_, var rows] ? rows[0] - '0' : 1);
            return 0;
        case ["whole"]:
            await WholeOverBare.RunAsync(Console.Out);
            return 0;
        case ["composition"]:
            await CompositionCost.RunAsync(Console.Out);
            return 0;
        case ["threads", .. var rest] when rest is [] || (rest is [var times] && int.TryParse(times, out _)):
            await ThreadSharing.RunAsync(Console.Out, Bench.ModelPath, rest is [var number] ? Whole(number) : 21);
            return 0;
        case ["pictures"]:
            await CodecCost.RunAsync(Console.Out);
            return 0;
        case ["queue", .. var rest] when rest.Length < 3 && (rest is not [_, var pairs] || int.TryParse(pairs, out _)):
            await EightEdits.RunAsync(Console.Out, rest is [var where, ..] ? where : ExecutionProviders.Cpu, rest is [_, var count] ? Whole(count) : EightEdits.Pairs);
            return 0;
        case ["device", var model, var provider, .. var rest] when rest is [] or ["1" or "2" or "3"] or ["1" or "2" or "3", _]:
            await DeviceSpeed.RunAsync(Console.Out, model, provider, rest is [var row, ..] ? Whole(row) : 1, rest is [_, var rounds] ? Whole(rounds) : 20);
            return 0;
        case ["turns", var root]:
            await TurnServer.RunAsync(Console.In, Console.Out, root);
            return 0;
        case ["inversion"]:
            await InversionTable.RunAsync(Console.Out);
            return 0;
        default:
            await Console.Error.WriteLineAsync("Say what to measure: loop, pairs, attention instrument MODEL_DIR, attention cost [MODEL_DIR [size [rounds [threads]]]], inversion, whole, composition, queue [PROVIDER [PAIRS]], pictures, threads [ROUNDS], device MODEL_DIR PROVIDER [1|2|3 [ROUNDS]], full MODEL_DIR [plain|controlled [1|2|3]], or turns PICTURES_DIR.");
            return 2;
    }
}
catch (BelmException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 3;
}

static int Whole(string number) => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
