namespace BelmAgent.Diffusion.Devices;

/// <summary>A part of the model does not fit into the memory of the device, with what it works on.</summary>
public sealed class DeviceMemoryException : BelmException
{
    /// <summary>Says which part, and what helps.</summary>
    /// <param name="path">The part's model file.</param>
    /// <param name="provider">The execution provider that it runs on.</param>
    /// <param name="inner">The exception that caused it, if any.</param>
    public DeviceMemoryException(string path, string provider, Exception? inner = null)
        : base("device_memory", ErrorKind.NotUsable, $"The memory that {provider} can use is too small for the model's {PartOf(path)}", RemedyFor(PartOf(path)), inner) =>
        (Path, Part, Provider) = (path, PartOf(path), provider);

    /// <summary>The part's model file.</summary>
    public string Path { get; }

    /// <summary>The part, such as <c>unet</c> or <c>vae_decoder</c>.</summary>
    public string Part { get; }

    /// <summary>The execution provider that it runs on.</summary>
    public string Provider { get; }

    private static string PartOf(string path) => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path)) is { Length: > 0 } part ? part : path;

    private static string RemedyFor(string part) => part == "vae_decoder"
        ? "set Belm:Device:TiledDecode or LowMemory to true, use a smaller image, or choose another --provider"
        : "use a smaller image, set Belm:Device:LowMemory to true, or choose another --provider";
}
