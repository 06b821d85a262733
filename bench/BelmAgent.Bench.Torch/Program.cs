using System.Globalization;
using BelmAgent;
using BelmAgent.Bench.Torch;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using TorchSharp;

// What this measures, how the folder is made, and the results: bench/README.md.
const int Most = 1000;
if (args is not [var scripts, .. var rest] || rest.Length > 1 || !Directory.Exists(scripts)
    || !int.TryParse(rest is [var given] ? given : "15", CultureInfo.InvariantCulture, out var rounds) || rounds is < 1 or > Most)
{
    await Console.Error.WriteLineAsync($"Give a folder that bench/pytorch/torchscript.py has written, and, if wanted, a number of rounds from 1 to {Most}.");
    return 2;
}

if (!OperatingSystem.IsLinux())
{
    await Console.Error.WriteLineAsync("This comparison reads a thread's processor time as Linux gives it; run it there.");
    return 2;
}

try
{
    torch.set_num_threads(1);
    torch.set_num_interop_threads(1);
}
catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
{
    await Console.Error.WriteLineAsync("LibTorch does not load here; TorchSharp needs a C++ runtime of GCC 13 or later (GLIBCXX_3.4.32).");
    return 3;
}

try
{
    using var pipeline = DiffusionPipeline.Load(new ModelOptions().Path, new DeviceOptions { Provider = ExecutionProviders.Cpu, Threads = 1 });
    Console.WriteLine($"LibTorch {torch.__version__} and BelmAgent on ONNX Runtime, float32, one thread each, {rounds} rounds of 5 calls in turns, processor time");
    Console.WriteLine("| rows | LibTorch | LibTorch / BelmAgent, median | quartiles | ms a call, medians | outputs apart |");
    Console.WriteLine("|---|---|---|---|---|---|");
    var comparison = new CallComparison(pipeline.Unet, pipeline.Text, scripts, rounds);
    foreach (var rows in (int[])[1, 2, 3])
    {
        comparison.Run(rows, Console.Out);
    }

    return 0;
}
catch (BelmException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 3;
}
