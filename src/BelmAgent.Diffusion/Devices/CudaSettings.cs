using System.Globalization;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Configures the CUDA provider.</summary>
internal static class CudaSettings
{
    private const long Mebibyte = 1L << 20;

    public static Dictionary<string, string> Create(DeviceOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = options.DeviceId.ToString(CultureInfo.InvariantCulture),
            // EXHAUSTIVE times all kernels, so another process may pick a different one whose sums differ in the last bits; it also costs
            // seconds for every new shape.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            // TF32 rounds the factors of a product to 10 bits: inversion and sampling would still agree, but pictures would differ between devices.
            ["use_tf32"] = "0",
            // By default the arena doubles each time it grows, and may take twice the memory that a network needs.
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        if (options.MemoryLimit is { } limit)
        {
            settings["gpu_mem_limit"] = (limit * Mebibyte).ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }
}
