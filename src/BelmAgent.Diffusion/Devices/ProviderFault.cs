namespace BelmAgent.Diffusion.Devices;

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
