using System.Globalization;
using System.Text.RegularExpressions;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Which product a missing library belongs to.</summary>
internal static partial class RuntimeLibrary
{
    private static readonly (string Stem, string Product)[] Products =
    [
        ("cudnn", "cuDNN"), ("nvinfer", "TensorRT"), ("nvonnxparser", "TensorRT"), ("cublas", "CUDA"), ("cudart", "CUDA"), ("cufft", "CUDA"),
        ("curand", "CUDA"), ("nvrtc", "CUDA"), ("nvjitlink", "CUDA"), ("cuda.so", "the NVIDIA driver"), ("nvcuda", "the NVIDIA driver"),
        ("openvino", "OpenVINO"), ("tbb", "OpenVINO"), ("vulkan", "Vulkan"), ("directml", "DirectML"),
    ];

    /// <summary>Says what to install for a library.</summary>
    /// <param name="library">Its name or path.</param>
    public static string Explain(string library)
    {
        var name = library[(library.LastIndexOfAny(['/', '\\']) + 1)..];
        var product = Products.FirstOrDefault(known => name.Contains(known.Stem, StringComparison.OrdinalIgnoreCase)).Product;
        var where = OperatingSystem.IsWindows() ? "PATH" : "LD_LIBRARY_PATH";
        return product is null
            ? $"{library} is missing; install what it belongs to, or put its folder on {where}"
            : $"{name} is missing; install {product}{Major(name)}, or put the folder of its libraries on {where}";
    }

    private static string Major(string name) => Version().Match(name) is { Success: true } match && int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture) > 1
        ? $" {match.Groups["major"].Value}"
        : "";

    // libcudnn.so.9, cudnn64_9.dll
    [GeneratedRegex(@"(?:\.so\.|_)(?<major>\d{1,3})(?:\.|$)")]
    private static partial Regex Version();
}
