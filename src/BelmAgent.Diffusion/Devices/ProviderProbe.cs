using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Tests whether an execution provider works by running a tiny network on it. That it is compiled in does not prove this.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public static class ProviderProbe
{
    /// <summary>Tests one provider. Faults are in the report, never thrown.</summary>
    /// <param name="provider">A built-in name other than auto, or the name of the plugin in the options.</param>
    /// <param name="options">Device number, memory limit and the plugin's library.</param>
    public static ProviderReport Try(string provider, DeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            // Queried one by one, so that a provider outside the build is not looked up in its library.
            var wanted = ExecutionProviders.Candidates(new DeviceOptions { Provider = provider, Library = options.Library })[0];
            return Run(wanted, options).SequenceEqual(ProbeGraph.Expected())
                ? new ProviderReport(wanted, null, "")
                : new ProviderReport(wanted, ProviderFault.WrongResult, "it runs, but gives wrong numbers; update its driver, or use another provider");
        }
        catch (ExecutionProviderException e)
        {
            return new ProviderReport(provider, e.Fault, e.Reason);
        }
        catch (BelmException e) when (e.Code == NativeRuntime.Missing)
        {
            return new ProviderReport(provider, ProviderFault.LibraryMissing, $"ONNX Runtime's library {NativeRuntime.Library} cannot be loaded from the app's folder {AppContext.BaseDirectory}; install the app again");
        }
        catch (OnnxRuntimeException e)
        {
            var fault = RuntimeFault.From(e);
            return new ProviderReport(provider, fault.Fault, fault.Reason);
        }
    }

    private static float[] Run(string provider, DeviceOptions options)
    {
        using var settings = ExecutionProviders.CreateSessionOptions(provider, options);
        using var session = new InferenceSession(ProbeGraph.Bytes(), settings);
        using var sample = OrtValue.CreateTensorValueFromMemory([.. ProbeGraph.Sample], [1, 1, ProbeGraph.Side, ProbeGraph.Side]);
        using var run = new RunOptions();
        using var results = session.Run(run, [ProbeGraph.Input], [sample], [ProbeGraph.Output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}

/// <summary>The state of an execution provider on this machine.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Fault">The fault that prevents its use; null if it works.</param>
/// <param name="Reason">A reason that users can act on, without a full stop; empty if it works.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ProviderReport(string Provider, ProviderFault? Fault, string Reason)
{
    /// <summary>Gets whether a network really ran on it and gave what it must.</summary>
    public bool Works => Fault is null;
}
