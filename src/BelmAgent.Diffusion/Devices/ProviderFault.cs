namespace BelmAgent.Diffusion.Devices;

/// <summary>What keeps an execution provider from being used.</summary>
public enum ProviderFault
{
    /// <summary>Something that has no name here.</summary>
    Unknown,

    /// <summary>This build of ONNX Runtime was compiled without it.</summary>
    NotInBuild,

    /// <summary>A library that it needs is not found.</summary>
    LibraryMissing,

    /// <summary>A library or a driver is there in another version than it needs.</summary>
    WrongVersion,

    /// <summary>The machine has no device for it, or none of the number that was asked for.</summary>
    NoDevice,

    /// <summary>The device's memory is too small.</summary>
    OutOfMemory,

    /// <summary>The device does not compute in the model's element type.</summary>
    PrecisionMissing,

    /// <summary>It loads, but what it computes is not what it should be.</summary>
    WrongResult,

    /// <summary>A GPU is required, and this provider computes on the CPU.</summary>
    NotAGpu,
}
