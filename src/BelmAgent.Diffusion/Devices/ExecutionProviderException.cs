namespace BelmAgent.Diffusion.Devices;

/// <summary>The execution provider that was asked for cannot be used here.</summary>
/// <param name="provider">The provider.</param>
/// <param name="reason">Why not.</param>
/// <param name="inner">What was thrown below, if anything.</param>
/// <param name="fault">What kind of reason it is. Default: unknown.</param>
public sealed class ExecutionProviderException(string provider, string reason, Exception? inner = null, ProviderFault fault = ProviderFault.Unknown)
    : Exception($"The execution provider '{provider}' cannot be used ({reason}): {Remedy(fault)}, or run 'belm doctor'.", inner)
{
    /// <summary>The provider that was asked for.</summary>
    public string Provider { get; } = provider;

    /// <summary>Why it cannot be used.</summary>
    public string Reason { get; } = reason;

    /// <summary>What kind of reason it is.</summary>
    public ProviderFault Fault { get; } = fault;

    private static string Remedy(ProviderFault fault) => fault == ProviderFault.NotAGpu
        ? "set Belm:Device:RequireGpu to false"
        : "choose --provider auto or cpu";
}
