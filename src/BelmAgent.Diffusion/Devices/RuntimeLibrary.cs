using System.Globalization;
using System.Text.RegularExpressions;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Maps a missing library to the product that contains it.</summary>
internal static partial class RuntimeLibrary
{
    private const string OwnProviders = "onnxruntime_providers";

    private static readonly (string Stem, string Product)[] Products =
    [
        ("cudnn", "cuDNN"), ("nvinfer", "TensorRT"), ("nvonnxparser", "TensorRT"), ("cublas", "CUDA"), ("cudart", "CUDA"), ("cufft", "CUDA"),
        ("curand", "CUDA"), ("nvrtc", "CUDA"), ("nvjitlink", "CUDA"), ("cuda.so", "the NVIDIA driver"), ("nvcuda", "the NVIDIA driver"),
        ("openvino", "OpenVINO"), ("tbb", "OpenVINO"), ("vulkan", "Vulkan"), ("directml", "DirectML"),
    ];

    /// <summary>Describes what to install for a library.</summary>
    /// <param name="library">Its name or path.</param>
    public static string Explain(string library)
    {
        var name = library[(library.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.Contains(OwnProviders, StringComparison.OrdinalIgnoreCase))
        {
            return $"{name} is missing; use a build of the app with the GPU package of ONNX Runtime (-p:OnnxRuntime=Gpu)";
        }

        return ProductOf(name) is { } product
            ? $"{name} is missing; install {product}, or put the folder of its libraries on {SearchPath}"
            : $"{library} is missing; install what it belongs to, or put its folder on {SearchPath}";
    }

    /// <summary>Describes what to install for several libraries at once.</summary>
    /// <param name="libraries">Names of libraries of known products, at least one.</param>
    public static string Explain(IReadOnlyList<string> libraries)
    {
        if (libraries is [var only])
        {
            return Explain(only);
        }

        List<string> products = [.. libraries.Select(ProductOf).OfType<string>().Distinct()];
        products.RemoveAll(product => products.Exists(other => other.StartsWith($"{product} ", StringComparison.Ordinal)));
        return $"{List(libraries)} are missing; install {List(products)}, or put the folders of these libraries on {SearchPath}";
    }

    private static string SearchPath => OperatingSystem.IsWindows() ? "PATH" : "LD_LIBRARY_PATH";

    private static string List(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    // cuRAND and cuFFT have version numbers of their own.
    private static string? ProductOf(string library) =>
        Products.FirstOrDefault(known => library.Contains(known.Stem, StringComparison.OrdinalIgnoreCase)) switch
        {
            (null, _) => null,
            ("curand" or "cufft", var product) => product,
            (_, var product) => product + Major(library),
        };

    private static string Major(string name) => Version().Match(name) is { Success: true } match && int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture) > 1
        ? $" {match.Groups["major"].Value}"
        : "";

    // libcudnn.so.9, cudnn64_9.dll
    [GeneratedRegex(@"(?:\.so\.|_)(?<major>\d{1,3})(?:\.|$)")]
    private static partial Regex Version();
}
