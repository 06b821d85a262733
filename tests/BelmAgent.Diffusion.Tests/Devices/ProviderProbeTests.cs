using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

public class ProviderProbeTests
{
    [Fact]
    public void The_processor_works() => Assert.True(ProviderProbe.Try("cpu", new DeviceOptions()).Works);

    [Fact]
    public void A_provider_outside_the_build_is_said_to_be()
    {
        var missing = ExecutionProviders.Names.First(name => name != ExecutionProviders.Auto && !ExecutionProviders.Compiled().Contains(name));

        var report = ProviderProbe.Try(missing, new DeviceOptions());

        Assert.Equal((missing, ProviderFault.NotInBuild), (report.Provider, report.Fault));
        Assert.Contains("this build of ONNX Runtime has", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_does_not_load_is_explained() =>
        Assert.Equal(ProviderFault.LibraryMissing, ProviderProbe.Try("npu", new DeviceOptions { Library = "nowhere/libnpu.so" }).Fault);
}
