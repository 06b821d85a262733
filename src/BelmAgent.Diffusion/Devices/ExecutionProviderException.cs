namespace BelmAgent.Diffusion.Devices;

/// <summary>The execution provider that was asked for cannot be used here.</summary>
public sealed class ExecutionProviderException : BelmException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="reason">Why it cannot be used.</param>
    /// <param name="inner">The exception that caused it. Default: null.</param>
    /// <param name="fault">The kind of reason. Default: unknown.</param>
    public ExecutionProviderException(string provider, string reason, Exception? inner = null, ProviderFault fault = ProviderFault.Unknown)
        : base("device_not_usable", ErrorKind.NotUsable, $"The execution provider '{provider}' cannot be used ({reason})", $"{RemedyFor(fault)}, or run 'belm doctor'", inner)
    {
        (Provider, Reason, Fault) = (provider, reason, fault);
        SafeProblem = $"The execution provider '{provider}' cannot be used";
    }

    /// <summary>Gets the provider that was asked for.</summary>
    public string Provider { get; }

    /// <summary>Gets why it cannot be used. May name files.</summary>
    public string Reason { get; }

    /// <summary>Gets what kind of reason it is.</summary>
    public ProviderFault Fault { get; }

    private static string RemedyFor(ProviderFault fault) => fault == ProviderFault.NotAGpu
        ? "set Belm:Device:RequireGpu to false"
        : "choose --provider auto or cpu";
}

/// <summary>A fault that prevents an execution provider from being used.</summary>
public enum ProviderFault
{
    /// <summary>Any other fault.</summary>
    Unknown,

    /// <summary>This build of ONNX Runtime was compiled without it.</summary>
    NotInBuild,

    /// <summary>A required library is not found.</summary>
    LibraryMissing,

    /// <summary>A library or driver has the wrong version.</summary>
    WrongVersion,

    /// <summary>The machine has no device for it, or none with the requested number.</summary>
    NoDevice,

    /// <summary>The device's memory is too small.</summary>
    OutOfMemory,

    /// <summary>The device does not support the model's element type.</summary>
    PrecisionMissing,

    /// <summary>It loads, but computes wrong results.</summary>
    WrongResult,

    /// <summary>A GPU is required, and this provider runs on the CPU.</summary>
    NotAGpu,
}
