using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Where the networks run. Configuration section <c>Belm:Device</c>.</summary>
public sealed class DeviceOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the preferred execution provider: auto, cpu, cuda, tensorrt, directml, coreml, openvino, webgpu, or, with
    /// <see cref="Library"/>, the name that the plugin is registered under. Default: auto.
    /// </summary>
    public string Provider { get; set; } = ExecutionProviders.Auto;

    /// <summary>
    /// Gets or sets the path of an execution-provider plugin, a library that exports <c>CreateEpFactories</c>. It is loaded where
    /// <see cref="Provider"/> is none of the built-in names. Null: there is none. Default: null.
    /// </summary>
    public string? Library { get; set; }

    /// <summary>Refuse to run on the CPU. Default: false.</summary>
    public bool RequireGpu { get; set; }

    /// <summary>Gets or sets which device of CUDA, TensorRT, DirectML or a plugin, from 0; the others choose for themselves. Default: 0.</summary>
    [Range(0, 63, ErrorMessage = "Belm:Device:DeviceId must be 0 to 63.")]
    public int DeviceId { get; set; }

    /// <summary>
    /// Gets or sets the threads inside one network call on the CPU, 0 to 256; 0 is one for each core that the process may use.
    /// Default: 0.
    /// </summary>
    /// <remarks>A bit-exact round trip needs the same number both ways.</remarks>
    [Range(0, 256, ErrorMessage = "Belm:Device:Threads must be 0 to 256; 0 is one for each core.")]
    public int Threads { get; set; }

    /// <summary>
    /// Gets or sets the most memory, in MiB, that CUDA's and TensorRT's arena of each network may take, 64 to 1048576. Null: all there
    /// is. Default: null.
    /// </summary>
    /// <remarks>cuDNN's and cuBLAS' workspaces come on top.</remarks>
    [Range(64, 1_048_576, ErrorMessage = "Belm:Device:MemoryLimit must be 64 to 1048576 MiB, or null for all there is.")]
    public int? MemoryLimit { get; set; }

    /// <summary>
    /// Hold as few networks in memory as a step needs: each is loaded when it is first needed and let go when another one is, so that
    /// the VAE decodes without UNet and text encoder beside it. Every exchange costs the time of loading. Default: false.
    /// </summary>
    public bool LowMemory { get; set; }

    /// <summary>
    /// Decode pictures larger than those that the model was trained on in overlapping tiles of that size, which look a little different
    /// from the whole. Without it, tiles, as large as fit, are used where memory is too small for the whole. Default: false.
    /// </summary>
    public bool TiledDecode { get; set; }

    /// <summary>
    /// Gets or sets the idle time after which the model is disposed; the next request loads it again. 1 second to 1 day. Null: never.
    /// Default: null.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Belm:Device:UnloadAfter must be 00:00:01 to 1.00:00:00, or null for never.")]
    public TimeSpan? UnloadAfter { get; set; }

    /// <summary>Run the networks once when they are loaded, so that the first picture need not wait for kernels to be chosen. Default: false.</summary>
    public bool WarmUp { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Library is not null && string.IsNullOrWhiteSpace(Library))
        {
            yield return new ValidationResult("Belm:Device:Library must name a file, or be null.");
        }
        else if (string.IsNullOrWhiteSpace(Provider) || (Library is null && !ExecutionProviders.IsBuiltIn(Provider)))
        {
            yield return new ValidationResult(
                $"Belm:Device:Provider must be {string.Join(", ", ExecutionProviders.Names)}, or the name of the plugin in Belm:Device:Library.");
        }
    }
}

/// <summary>A provider that was tried before the one in use.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Reason">Why it was left.</param>
public sealed record DeviceFallback(string Provider, string Reason);
