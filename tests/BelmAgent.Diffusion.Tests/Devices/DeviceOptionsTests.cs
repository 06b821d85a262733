using System.ComponentModel.DataAnnotations;
using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

public class DeviceOptionsTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("CUDA")]
    [InlineData("webgpu")]
    public void A_built_in_provider_needs_no_library(string provider) => Assert.Empty(Faults(new DeviceOptions { Provider = provider }));

    [Fact]
    public void Another_name_needs_the_library_of_its_plugin()
    {
        Assert.Contains("Belm:Device:Provider must be auto, cpu, cuda,", Assert.Single(Faults(new DeviceOptions { Provider = "npu" })), StringComparison.Ordinal);
        Assert.Empty(Faults(new DeviceOptions { Provider = "npu", Library = "libnpu.so" }));
    }

    [Fact]
    public void CUDA_is_set_up_to_give_the_same_bits_in_the_next_process()
    {
        var settings = CudaSettings.Create(new DeviceOptions { DeviceId = 2 });

        Assert.Equal(("2", "HEURISTIC", "0", "kSameAsRequested"),
            (settings["device_id"], settings["cudnn_conv_algo_search"], settings["use_tf32"], settings["arena_extend_strategy"]));
        Assert.DoesNotContain("gpu_mem_limit", settings.Keys);
    }

    [Fact]
    public void A_memory_limit_is_given_to_CUDA_in_bytes() =>
        Assert.Equal("4294967296", CudaSettings.Create(new DeviceOptions { MemoryLimit = 4096 })["gpu_mem_limit"]);

    private static List<string?> Faults(DeviceOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => fault.ErrorMessage)];
    }
}
