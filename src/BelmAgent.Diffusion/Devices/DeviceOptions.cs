using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Options for the device on which the networks run. Configuration section <c>Belm:Device</c>.</summary>
public sealed class DeviceOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the preferred execution provider: auto, cpu, cuda, tensorrt, directml, coreml, openvino, webgpu, or, with
    /// <see cref="Library"/>, the name under which the plugin is registered. Default: auto.
    /// </summary>
    public string Provider { get; set; } = ExecutionProviders.Auto;

    /// <summary>
    /// Gets or sets the path of an execution-provider plugin, a library that exports <c>CreateEpFactories</c>. It is loaded if
    /// <see cref="Provider"/> is not a built-in name. Null: no plugin. Default: null.
    /// </summary>
    public string? Library { get; set; }

    /// <summary>Gets or sets whether to refuse to run on the CPU. Default: false.</summary>
    public bool RequireGpu { get; set; }

    /// <summary>
    /// Gets or sets the device number for CUDA, TensorRT, DirectML or a plugin, from 0; other providers choose for themselves.
    /// Default: 0.
    /// </summary>
    [Range(0, 63, ErrorMessage = "Belm:Device:DeviceId must be 0 to 63.")]
    public int DeviceId { get; set; }

    /// <summary>
    /// Gets or sets the number of threads in a network call on the CPU, 0 to 256; 0 means one per core that the process may use.
    /// Default: 0.
    /// </summary>
    /// <remarks>A bit-exact round trip needs the same number in both directions.</remarks>
    [Range(0, 256, ErrorMessage = "Belm:Device:Threads must be 0 to 256; 0 is one for each core.")]
    public int Threads { get; set; }

    /// <summary>
    /// Gets or sets the maximum memory, in MiB, of each network's arena with CUDA and TensorRT, 64 to 1048576. Null: no limit.
    /// Default: null.
    /// </summary>
    /// <remarks>The workspaces of cuDNN and cuBLAS come on top.</remarks>
    [Range(64, 1_048_576, ErrorMessage = "Belm:Device:MemoryLimit must be 64 to 1048576 MiB, or null for all there is.")]
    public int? MemoryLimit { get; set; }

    /// <summary>
    /// Gets or sets whether to keep as few networks in memory as a step needs: each is loaded when it is needed and unloaded when
    /// another one is, so that the VAE decodes without UNet and text encoder in memory. Each switch costs the loading time. Default:
    /// false.
    /// </summary>
    public bool LowMemory { get; set; }

    /// <summary>
    /// Gets or sets whether pictures larger than the model's native size are decoded in overlapping tiles of that size, which look
    /// slightly different from the whole. If false, tiles (as large as possible) are used only if memory is too small for the whole
    /// picture. Default: false.
    /// </summary>
    public bool TiledDecode { get; set; }

    /// <summary>
    /// Gets or sets the idle time after which the model is unloaded; the next request loads it again. 1 second to 1 day. Null: never.
    /// Default: null.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Belm:Device:UnloadAfter must be 00:00:01 to 1.00:00:00, or null for never.")]
    public TimeSpan? UnloadAfter { get; set; }

    /// <summary>
    /// Gets or sets whether to run the networks once after loading, so that the first picture need not wait for kernel selection.
    /// Default: false.
    /// </summary>
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
/// <param name="Reason">The reason why it was rejected.</param>
public sealed record DeviceFallback(string Provider, string Reason);
