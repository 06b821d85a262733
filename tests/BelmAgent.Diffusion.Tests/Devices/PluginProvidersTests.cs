using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;

namespace BelmAgent.Diffusion.Tests.Devices;

public sealed class PluginProvidersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-plugin-").FullName;

    [Fact]
    public void A_plugin_that_is_not_there_is_named()
    {
        var refused = Refuse(Path.Combine(_folder, "libnpu.so"));

        Assert.Equal(("npu", ProviderFault.LibraryMissing), (refused.Provider, refused.Fault));
        Assert.Contains(Path.Combine(_folder, "libnpu.so"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_does_not_load()
    {
        var path = Path.Combine(_folder, "libnpu.so");
        File.WriteAllText(path, "no library");

        Assert.Equal(ProviderFault.LibraryMissing, Refuse(path).Fault);
    }

    [Fact]
    public void A_library_that_is_no_plugin_is_refused()
    {
        var path = Directory.EnumerateFiles(AppContext.BaseDirectory, "*onnxruntime_providers_shared.*", SearchOption.AllDirectories)
            .First(file => file.Contains(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, StringComparison.Ordinal));

        Assert.Equal(ProviderFault.WrongVersion, Refuse(path).Fault);
    }

    [Fact]
    public void Who_names_a_plugin_is_not_given_the_processor() =>
        Assert.Equal(["npu"], ExecutionProviders.Candidates(new DeviceOptions { Provider = "npu", Library = "libnpu.so" }));

    [Fact]
    public void A_model_does_not_load_on_a_plugin_that_is_not_there()
    {
        var options = new DeviceOptions { Provider = "npu", Library = Path.Combine(_folder, "libnpu.so") };

        Assert.Equal("npu", Assert.Throws<ExecutionProviderException>(() => OnnxModel.Load(Path.Combine(ToyTown.Path, "describer", "model.onnx"), options)).Provider);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ExecutionProviderException Refuse(string library) => Assert.Throws<ExecutionProviderException>(
        () => ExecutionProviders.CreateSessionOptions("npu", new DeviceOptions { Provider = "npu", Library = library }));
}
