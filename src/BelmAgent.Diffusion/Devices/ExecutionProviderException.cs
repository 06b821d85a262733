namespace BelmAgent.Diffusion.Devices;

/// <summary>The execution provider that was asked for cannot be used here.</summary>
/// <param name="provider">The provider.</param>
/// <param name="reason">Why not.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class ExecutionProviderException(string provider, string reason, Exception? inner = null)
    : Exception($"The execution provider '{provider}' cannot be used ({reason}): choose --provider auto or cpu, or run 'belm doctor'.", inner)
{
    /// <summary>The provider that was asked for.</summary>
    public string Provider { get; } = provider;

    /// <summary>Why it cannot be used.</summary>
    public string Reason { get; } = reason;
}
