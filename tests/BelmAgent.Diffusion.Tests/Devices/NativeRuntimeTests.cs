using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

public class NativeRuntimeTests
{
    public static TheoryData<Exception> Faults =>
    [
        new TypeInitializationException("Microsoft.ML.OnnxRuntime.NativeMethods", new DllNotFoundException()),
        new DllNotFoundException(),
        new EntryPointNotFoundException(),
        new BadImageFormatException(),
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_library_that_does_not_load_is_named_with_its_place_and_package(Exception fault)
    {
        var missing = Assert.Throws<BelmException>(() => NativeRuntime.Require(() => throw fault));

        Assert.Same(fault, missing.InnerException);
        Assert.Equal("runtime_missing", missing.Code);
        Assert.Contains(NativeRuntime.Library, missing.Message, StringComparison.Ordinal);
        Assert.Contains(AppContext.BaseDirectory, missing.Message, StringComparison.Ordinal);
        Assert.Contains("reference the package Microsoft.ML.OnnxRuntime", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_faults_stay_what_they_are() =>
        Assert.Throws<InvalidOperationException>(() => NativeRuntime.Require(() => throw new InvalidOperationException()));

    [Fact]
    public void Here_it_is() => NativeRuntime.Require();
}
