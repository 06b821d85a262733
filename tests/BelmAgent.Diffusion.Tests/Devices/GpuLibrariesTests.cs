using System.Runtime.InteropServices;
using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

public class GpuLibrariesTests
{
    private static readonly string[] Build = ["cuda", "tensorrt", "cpu"];

    [Fact]
    public void A_machine_that_has_everything_has_no_fault()
    {
        var complete = new FakeSystem { Libraries = [.. FakeSystem.Cuda13, "libcudnn.so.9"] };

        Assert.Null(new GpuLibraries(complete).FaultOf("cuda"));
        Assert.Equal(["cuda", "cpu"], Candidates(complete, new DeviceOptions()));
    }

    [Fact]
    public void Without_a_driver_auto_takes_the_processor_and_looks_no_further()
    {
        var none = new FakeSystem { Driver = default };

        Assert.Equal(["cpu"], Candidates(none, new DeviceOptions()));
        Assert.Empty(none.Asked);
    }

    [Fact]
    public void A_driver_that_shows_no_GPU_is_passed_over_too() =>
        Assert.Equal(["cpu"], Candidates(new FakeSystem { Driver = new(true, 0, null) }, new DeviceOptions()));

    [Fact]
    public void A_driver_that_says_it_has_no_device_is_passed_over() =>
        Assert.Equal(["cpu"], Candidates(new FakeSystem { Driver = new(true, 0, null, Error: 100) }, new DeviceOptions()));

    [Theory]
    [InlineData(803, ProviderFault.WrongVersion, "of different versions; restart the machine")]
    [InlineData(804, ProviderFault.WrongVersion, "install a newer driver")]
    [InlineData(999, ProviderFault.Unknown, "CUDA reports error 999; check the driver with nvidia-smi")]
    public void A_driver_that_fails_to_start_is_tried_so_that_the_user_is_told(int error, object fault, string reason)
    {
        var broken = new FakeSystem { Driver = new(true, 0, new Version(13, 1), error) };

        Assert.Equal(["cuda", "cpu"], Candidates(broken, new DeviceOptions()));
        Assert.Equal(fault, Refusal(broken, "cuda").Fault);
        Assert.Contains(reason, Refusal(broken, "cuda").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_the_driver_s_functions_is_a_driver_that_fails()
    {
        var driver = NativeSystem.AskCudaDriver(NativeLibrary.GetMainProgramHandle());

        Assert.Equal((true, 0, null), (driver.IsInstalled, driver.Devices, driver.Version));
        Assert.NotEqual(0, driver.Error);
    }

    [Fact]
    public void Asked_for_by_name_without_a_driver_CUDA_is_refused_with_its_library()
    {
        var refusal = Refusal(new FakeSystem { Driver = default }, "cuda");

        Assert.Equal(ProviderFault.LibraryMissing, refusal.Fault);
        Assert.StartsWith("The execution provider 'cuda' cannot be used (libcuda.so.1 is missing; install the NVIDIA driver,", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asked_for_by_name_where_the_driver_shows_no_GPU_CUDA_is_refused() =>
        Assert.Equal(ProviderFault.NoDevice, Refusal(new FakeSystem { Driver = new(true, 0, null) }, "cuda").Fault);

    [Fact]
    public void Every_library_that_is_missing_is_named_at_once_with_where_to_get_it()
    {
        var refusal = Refusal(new FakeSystem { Libraries = ["libcudart.so.13", "libcurand.so.10"] }, "cuda");

        Assert.StartsWith("libcublasLt.so.13, libcublas.so.13 and libcudnn.so.9 are missing; install CUDA 13 and cuDNN 9,", refusal.Reason, StringComparison.Ordinal);
        Assert.EndsWith("pip install nvidia-cublas nvidia-cudnn-cu13 installs them as well", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_is_named_once() =>
        Assert.Contains("libcurand.so.10 and libcudnn.so.9 are missing; install CUDA 13 and cuDNN 9,", Refusal(new FakeSystem(), "cuda").Reason, StringComparison.Ordinal);

    [Fact]
    public void cuDNN_alone_can_be_missing() =>
        Assert.StartsWith("libcudnn.so.9 is missing; install cuDNN 9,", Refusal(new FakeSystem { Libraries = FakeSystem.Cuda13 }, "cuda").Reason, StringComparison.Ordinal);

    [Fact]
    public void A_library_whose_product_counts_for_itself_gets_no_version_of_CUDA() =>
        Assert.Contains(
            "libcurand.so.10 is missing; install CUDA,", Refusal(new FakeSystem { Libraries = [.. FakeSystem.Cuda13.SkipLast(1), "libcudnn.so.9"] }, "cuda").Reason, StringComparison.Ordinal);

    [Fact]
    public void TensorRT_needs_its_own_on_top_of_them() => Assert.Contains(
        "libnvinfer.so.10 and libnvonnxparser.so.10 are missing; install TensorRT 10,",
        Refusal(new FakeSystem { Libraries = [.. FakeSystem.Cuda13, "libcudnn.so.9"] }, "tensorrt").Reason,
        StringComparison.Ordinal);

    [Fact]
    public void A_driver_that_is_too_old_is_refused_before_libraries_are_looked_for()
    {
        var old = new FakeSystem { Driver = new(true, 1, new Version(12, 4)) };

        Assert.Equal(ProviderFault.WrongVersion, Refusal(old, "cuda").Fault);
        Assert.Contains("for CUDA up to 12.4, and CUDA 13 is needed; install driver 580 or newer", Refusal(old, "cuda").Reason, StringComparison.Ordinal);
        Assert.Empty(old.Asked);
    }

    [Fact]
    public void With_a_GPU_and_without_its_libraries_auto_tries_CUDA_so_that_the_user_is_told() =>
        Assert.Equal(["cuda", "cpu"], Candidates(new FakeSystem(), new DeviceOptions()));

    [Fact]
    public void A_provider_that_was_left_out_of_the_app_is_not_taken_for_the_driver() => Assert.Equal(
        "libonnxruntime_providers_cuda.so is missing; use a build of the app with the GPU package of ONNX Runtime (-p:OnnxRuntime=Gpu)",
        Refusal(new FakeSystem { Beside = [] }, "cuda").Reason);

    [Fact]
    public void WebGPU_needs_Vulkan_on_Linux_alone()
    {
        Assert.StartsWith("libvulkan.so.1 is missing; install Vulkan,", Refusal(new FakeSystem(), "webgpu").Reason, StringComparison.Ordinal);
        Assert.Null(new GpuLibraries(new FakeSystem { Libraries = ["libvulkan.so.1"], Driver = default }).FaultOf("webgpu"));
        Assert.Null(new GpuLibraries(new FakeSystem { IsWindows = true, Driver = default }).FaultOf("webgpu"));
    }

    [Fact]
    public void Windows_has_names_of_its_own()
    {
        Assert.Contains("nvcuda.dll is missing", Refusal(new FakeSystem { IsWindows = true, Driver = default }, "cuda").Reason, StringComparison.Ordinal);
        Assert.StartsWith(
            "cublasLt64_13.dll, cublas64_13.dll and cudnn64_9.dll are missing; install CUDA 13 and cuDNN 9,",
            Refusal(new FakeSystem { IsWindows = true }, "cuda").Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_requires_a_GPU_hears_why_CUDA_is_none()
    {
        var refusal = Assert.Throws<ExecutionProviderException>(() => Candidates(new FakeSystem { Driver = default }, new DeviceOptions { RequireGpu = true }));

        Assert.Equal(ProviderFault.NotAGpu, refusal.Fault);
        Assert.Contains("a GPU is required; cuda: libcuda.so.1 is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_nobody_has_is_not_found_on_this_machine_and_the_C_library_is()
    {
        Assert.False(new NativeSystem(NativeSystem.FindRuntimeFolder).CanLoad("libnobody-has-this.so.1"));
        Assert.True(new NativeSystem(NativeSystem.FindRuntimeFolder).CanLoad(OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6"));
    }

    /// <summary>A library that is loaded only on request is in the runtime's folder, which the system's loader does not search.</summary>
    [Fact]
    public void A_library_beside_ONNX_Runtime_is_found()
    {
        var library = OperatingSystem.IsWindows() ? "clrgc.dll" : OperatingSystem.IsMacOS() ? "libclrgc.dylib" : "libclrgc.so";

        Assert.False(new NativeSystem(() => null).CanLoad(library));
        Assert.True(new NativeSystem(RuntimeEnvironment.GetRuntimeDirectory).CanLoad(library));
    }

    [Fact]
    public void The_folder_of_the_loaded_ONNX_Runtime_is_found()
    {
        ExecutionProviders.Compiled();

        Assert.NotEmpty(Directory.GetFiles(NativeSystem.FindRuntimeFolder()!, "*onnxruntime*"));
    }

    private static IReadOnlyList<string> Candidates(FakeSystem system, DeviceOptions options) =>
        ExecutionProviders.Candidates(options, Build, new GpuLibraries(system));

    private static ExecutionProviderException Refusal(FakeSystem system, string provider) => Assert.Throws<ExecutionProviderException>(
        () => ExecutionProviders.CreateSessionOptions(provider, new DeviceOptions { Provider = provider }, new GpuLibraries(system)));
}
