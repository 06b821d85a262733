using System.Runtime.CompilerServices;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Doctor;

/// <summary>Which execution providers really work: each that is compiled in runs the model's smallest network once.</summary>
internal sealed class ProviderExamination(IOptions<ModelOptions> model, IOptions<DeviceOptions> device) : IExamination
{
    public async IAsyncEnumerable<Finding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = device.Value.Provider.ToLowerInvariant();
        var compiled = ExecutionProviders.Compiled();
        foreach (var provider in compiled)
        {
            yield return await Task.Run(() => Try(provider, isNeeded: provider == wanted, cancellationToken), cancellationToken);
        }

        if (compiled is [ExecutionProviders.Cpu])
        {
            yield return new Finding("gpu", FindingState.Note, "this build runs on the CPU alone: build with -p:OnnxRuntime=Gpu for CUDA and TensorRT");
        }
    }

    private Finding Try(string provider, bool isNeeded, CancellationToken cancellationToken)
    {
        var name = $"provider {provider}";
        try
        {
            var folder = ModelFolder.Open(model.Value.Path);
            RunOnce(folder, new DeviceOptions { Provider = provider, DeviceId = device.Value.DeviceId }, cancellationToken);
            return new Finding(name, FindingState.Ok, "works");
        }
        catch (ModelException)
        {
            return new Finding(name, FindingState.Note, "compiled in; not tried, because the model does not load");
        }
        catch (ExecutionProviderException e)
        {
            return new Finding(name, isNeeded ? FindingState.Fault : FindingState.Note, e.Message);
        }
    }

    private static void RunOnce(ModelFolder folder, DeviceOptions options, CancellationToken cancellationToken)
    {
        if (folder.TakesPrompts)
        {
            using var encoder = TextEncoder.Load(folder, options);
            _ = encoder.Encode("a red car", cancellationToken);
            return;
        }

        using var unet = UnetModel.Load(folder, options);
        using var batch = unet.CreateBatch(1, unet.Native, text: null);
        batch.Run(0, cancellationToken);
    }
}
