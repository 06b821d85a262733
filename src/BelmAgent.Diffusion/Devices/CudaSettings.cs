using System.Globalization;

namespace BelmAgent.Diffusion.Devices;

/// <summary>How the CUDA provider is set up.</summary>
internal static class CudaSettings
{
    private const long Mebibyte = 1L << 20;

    public static Dictionary<string, string> Of(DeviceOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = options.DeviceId.ToString(CultureInfo.InvariantCulture),
            // EXHAUSTIVE times all kernels, so that the next process may pick another one whose sums differ in the last bits,
            // and costs seconds for every new shape.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            // TF32 rounds the factors of a product to 10 bits: inversion and sampling would still agree, pictures of other devices not.
            ["use_tf32"] = "0",
            // The default doubles the arena each time it grows, and may so take twice of what a network needs.
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        if (options.MemoryLimit is { } limit)
        {
            settings["gpu_mem_limit"] = (limit * Mebibyte).ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }
}
