using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Where the networks run. Configuration section <c>Belm:Device</c>.</summary>
public sealed class DeviceOptions
{
    /// <summary>Preferred execution provider: auto, cpu, cuda, tensorrt, directml, coreml or openvino. Default: auto.</summary>
    [RegularExpression("^(?i)(auto|cpu|cuda|tensorrt|directml|coreml|openvino)$",
        ErrorMessage = "Belm:Device:Provider must be auto, cpu, cuda, tensorrt, directml, coreml or openvino.")]
    public string Provider { get; set; } = "auto";

    /// <summary>Refuse to run on the CPU. Default: false.</summary>
    public bool RequireGpu { get; set; }

    /// <summary>Which device of the provider, from 0. Default: 0.</summary>
    [Range(0, 63, ErrorMessage = "Belm:Device:DeviceId must be 0 to 63.")]
    public int DeviceId { get; set; }

    /// <summary>Threads inside one network call on the CPU, 0 to 256; 0 leaves it to ONNX Runtime. Default: 0.</summary>
    /// <remarks>A bit-exact round trip needs the same number both ways.</remarks>
    [Range(0, 256, ErrorMessage = "Belm:Device:Threads must be 0 to 256; 0 leaves it to ONNX Runtime.")]
    public int Threads { get; set; }
}
