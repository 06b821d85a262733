using System.Runtime.CompilerServices;
using BelmAgent.Diffusion.Devices;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Doctor;

/// <summary>Examines which execution providers work: each runs a tiny network once. A fault of a provider that was not requested is a note.</summary>
internal sealed class ProviderExamination(IOptions<DeviceOptions> device) : IExamination
{
    public async IAsyncEnumerable<Finding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = device.Value;
        var wanted = ExecutionProviders.IsBuiltIn(options.Provider) ? options.Provider.ToLowerInvariant() : options.Provider;
        string[] plugin = ExecutionProviders.IsBuiltIn(wanted) ? [] : [wanted];
        foreach (var provider in ExecutionProviders.Names.Where(name => name != ExecutionProviders.Auto).Concat(plugin))
        {
            var report = await Task.Run(() => ProviderProbe.Try(provider, options), cancellationToken);
            yield return report.Works
                ? new Finding($"provider {provider}", FindingState.Ok, "works")
                : new Finding($"provider {provider}", provider == wanted ? FindingState.Fault : FindingState.Note, report.Reason);
        }

        if (ExecutionProviders.Compiled() is [ExecutionProviders.Cpu])
        {
            yield return new Finding("gpu", FindingState.Note, "this build runs only on the CPU: build with -p:OnnxRuntime=Gpu for CUDA and TensorRT, or name a plugin in Belm:Device:Library");
        }
    }
}
