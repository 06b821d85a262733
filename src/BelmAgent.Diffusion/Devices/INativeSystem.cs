namespace BelmAgent.Diffusion.Devices;

/// <summary>The system's native libraries, as far as GPUs need them.</summary>
internal interface INativeSystem
{
    bool IsWindows { get; }

    bool IsLinux { get; }

    /// <summary>
    /// Returns whether a library and all that it needs load, by the system's loader or from the folder that ONNX Runtime was loaded
    /// from. One that did stays loaded.
    /// </summary>
    bool CanLoad(string library);

    /// <summary>
    /// Returns whether a library of ONNX Runtime is in the folder that ONNX Runtime itself was loaded from. True where that is
    /// unknown.
    /// </summary>
    bool IsBesideOnnxRuntime(string library);

    /// <summary>Asks NVIDIA's driver what it has.</summary>
    CudaDriver AskCudaDriver();
}

/// <summary>What NVIDIA's driver says of itself.</summary>
/// <param name="IsInstalled">Whether its library loads.</param>
/// <param name="Devices">GPUs that it shows to this process.</param>
/// <param name="Version">The newest CUDA that it can run; null when it does not say.</param>
/// <param name="Error">The number (CUresult) with which it failed to start or to count its GPUs; 0: it did not.</param>
internal readonly record struct CudaDriver(bool IsInstalled, int Devices, Version? Version, int Error = 0);
