namespace BelmAgent.Diffusion.Devices;

/// <summary>The system's native libraries, as far as GPUs need them.</summary>
internal interface INativeSystem
{
    bool IsWindows { get; }

    bool IsLinux { get; }

    /// <summary>
    /// Returns whether a library and its dependencies can be loaded, by the system's loader or from ONNX Runtime's folder. A loaded
    /// library stays loaded.
    /// </summary>
    bool CanLoad(string library);

    /// <summary>
    /// Returns whether a library of ONNX Runtime is in the folder from which ONNX Runtime itself was loaded. True if that folder is
    /// unknown.
    /// </summary>
    bool IsBesideOnnxRuntime(string library);

    /// <summary>Queries NVIDIA's driver.</summary>
    CudaDriver AskCudaDriver();
}

/// <summary>Information from NVIDIA's driver.</summary>
/// <param name="IsInstalled">Whether its library can be loaded.</param>
/// <param name="Devices">Number of GPUs that it shows to this process.</param>
/// <param name="Version">The newest CUDA version that it supports; null if it does not say.</param>
/// <param name="Error">The error number (CUresult) with which it failed to start or to count its GPUs; 0 if it did not fail.</param>
internal readonly record struct CudaDriver(bool IsInstalled, int Devices, Version? Version, int Error = 0);
