using BelmAgent.Diffusion.Devices;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Tests.Devices;

public class RuntimeFaultTests
{
    public static TheoryData<string, ProviderFault, string> Messages => new()
    {
        { "[ErrorCode:Fail] CUDA execution provider is not enabled in this build.", ProviderFault.NotInBuild, "compiled without it" },
        { "[ErrorCode:InvalidArgument] WebGPU execution provider is not supported in this build. ", ProviderFault.NotInBuild, "compiled without it" },
        {
            "[ErrorCode:Fail] Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such file or directory",
            ProviderFault.LibraryMissing, "libcublasLt.so.12 is missing; install CUDA 12,"
        },
        {
            "[ErrorCode:Fail] Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory",
            ProviderFault.LibraryMissing, "libcudnn.so.9 is missing; install cuDNN 9,"
        },
        {
            """[ErrorCode:RuntimeException] C:\a\_work\1\s\provider_bridge_ort.cc:1 onnxruntime::ProviderLibrary::Get [ONNXRuntimeError] : 1 : FAIL : Error loading "C:\app\onnxruntime_providers_cuda.dll" which depends on "cudnn64_9.dll" which is missing. (Error 126)""",
            ProviderFault.LibraryMissing, "cudnn64_9.dll is missing; install cuDNN 9,"
        },
        {
            "[ErrorCode:RuntimeException] Failed to load library /app/libonnxruntime_providers_tensorrt.so with error: /app/libonnxruntime_providers_tensorrt.so: cannot open shared object file: No such file or directory",
            ProviderFault.LibraryMissing, "libonnxruntime_providers_tensorrt.so is missing; use a build of the app with the GPU package"
        },
        { "[ErrorCode:Fail] OrtSessionOptionsAppendExecutionProvider_TensorRT: Failed to load shared library", ProviderFault.LibraryMissing, "does not load" },
        { "[ErrorCode:Fail] LoadLibrary failed with error 126", ProviderFault.LibraryMissing, "does not load" },
        { "[ErrorCode:RuntimeException] cuda_call.cc:1 CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=0", ProviderFault.WrongVersion, "newer driver" },
        { "[ErrorCode:RuntimeException] CUDA failure 100: no CUDA-capable device is detected ; GPU=-1", ProviderFault.NoDevice, "nvidia-smi" },
        { "[ErrorCode:RuntimeException] CUDA failure 101: invalid device ordinal ; GPU=7", ProviderFault.NoDevice, "Belm:Device:DeviceId" },
        { "[ErrorCode:RuntimeException] CUDA error 209: no kernel image is available for execution on the device", ProviderFault.WrongVersion, "compute capability" },
        { "[ErrorCode:Fail] libcudnn.so.9: version `libcudnn.so.9' not found", ProviderFault.WrongVersion, "CUDA and cuDNN" },
        { "[ErrorCode:Fail] Failed to get symbol CreateEpFactories with error: libm.so.6: undefined symbol: CreateEpFactories", ProviderFault.WrongVersion, "not an execution-provider plugin" },
        { "[ErrorCode:Fail] dml_provider_factory.cc(1) Exception(1) tid(1) 887A0002 The object was not found.", ProviderFault.NoDevice, "Belm:Device:DeviceId" },
        { "[ErrorCode:RuntimeException] shader_helper.cc:416 GenerateSourceCode Program Transpose requires f16 but the device does not support it.", ProviderFault.PrecisionMissing, "use the fp32 export" },
        {
            "[ErrorCode:RuntimeException] /src/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const Config&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters.\n",
            ProviderFault.NoDevice, "no GPU is reported by"
        },
        { "[ErrorCode:RuntimeException] /src/core/some.cc:1 void ns::F(const int&)::<lambda()> a == b && c was false. The shader does not compile.\n", ProviderFault.Unknown, "The shader does not compile." },
        { "[ErrorCode:RuntimeException] webgpu_context.cc:12 Initialize nobody has met this device", ProviderFault.Unknown, "nobody has met this device" },
        { "[ErrorCode:Fail] nobody has seen this", ProviderFault.Unknown, "nobody has seen this" },
    };

    public static TheoryData<string, bool> Memory => new()
    {
        { "[ErrorCode:RuntimeException] Non-zero status code returned while running Conv node. Status Message: bfc_arena.cc:1 Failed to allocate memory for requested buffer of size 1073741824", true },
        { "[ErrorCode:RuntimeException] bfc_arena.cc:1 Available memory of 10 is smaller than requested bytes of 4096", true },
        { "[ErrorCode:RuntimeException] CUDA failure 2: out of memory ; GPU=0", true },
        { "[ErrorCode:RuntimeException] CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0", true },
        { "[ErrorCode:RuntimeException] CUDNN failure 4003: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED", true },
        { "[ErrorCode:RuntimeException] MLOperatorAuthorImpl.cpp(1) Exception(1) tid(1) 8007000E Not enough memory resources are available to complete this operation.", true },
        { "[ErrorCode:RuntimeException] std::bad_alloc", true },
        { "[ErrorCode:RuntimeException] CUDA failure 700: an illegal memory access was encountered", false },
        { "[ErrorCode:InvalidArgument] Got invalid dimensions for input: sample", false },
        { "[ErrorCode:Fail] Exiting due to terminate flag being set to true.", false },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_keeps_a_provider_from_working_is_said_with_its_remedy(string message, ProviderFault fault, string words)
    {
        var read = RuntimeFault.From(Error(message));

        Assert.Equal(fault, read.Fault);
        Assert.Contains(words, read.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("ErrorCode", read.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', read.Reason);
        Assert.DoesNotContain(".cc:", read.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Memory))]
    public void A_full_device_is_told_from_other_failures(string message, bool isFull) => Assert.Equal(isFull, RuntimeFault.IsOutOfMemory(Error(message)));

    [Fact]
    public void What_this_runtime_really_throws_for_a_provider_outside_the_build_is_recognised()
    {
        using var session = new SessionOptions();

        Assert.Equal(ProviderFault.NotInBuild, RuntimeFault.From(Assert.ThrowsAny<Exception>(() => session.AppendExecutionProvider("WebGPU"))).Fault);
        Assert.Equal(ProviderFault.NotInBuild, RuntimeFault.From(Assert.ThrowsAny<Exception>(() => session.AppendExecutionProvider_DML(0))).Fault);
    }

    [Fact]
    public void What_this_runtime_really_throws_when_memory_ends_is_recognised()
    {
        using var session = new InferenceSession(TinyGraphs.Zeros());
        using var size = OrtValue.CreateTensorValueFromMemory(new[] { 1L << 46 }, [1]);
        using var options = new RunOptions();

        var exception = Assert.ThrowsAny<Exception>(() => session.Run(options, ["shape"], [size], ["zeros"]));

        Assert.True(RuntimeFault.IsOutOfMemory(exception), exception.Message);
    }

    // Only ONNX Runtime can create one; it adds the code at the front itself.
    private static OnnxRuntimeException Error(string message)
    {
        var constructor = typeof(OnnxRuntimeException).GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic).Single();
        var exception = (OnnxRuntimeException)constructor.Invoke([Enum.ToObject(constructor.GetParameters()[0].ParameterType, 1), message[(message.IndexOf(']') + 2)..]]);
        return exception;
    }
}
