using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

public class ExecutionProvidersTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Fact]
    public void The_processor_is_always_there() => Assert.Contains("cpu", ExecutionProviders.Compiled());

    [Fact]
    public void The_provider_really_used_is_reported() => Assert.Equal("cpu", toyTown.Pipeline.Provider);

    [Fact]
    public void Auto_ends_at_the_processor() => Assert.Equal("cpu", ExecutionProviders.Candidates(new DeviceOptions())[^1]);

    [Fact]
    public void An_explicit_provider_that_is_not_there_is_refused()
    {
        var missing = new[] { "cuda", "directml", "coreml" }.First(name => !ExecutionProviders.Compiled().Contains(name));

        var exception = Assert.Throws<ExecutionProviderException>(() => ExecutionProviders.Candidates(new DeviceOptions { Provider = missing }));

        Assert.Equal(missing, exception.Provider);
    }

    [Fact]
    public void Who_requires_a_GPU_is_never_given_the_processor() =>
        Assert.Throws<ExecutionProviderException>(() => ExecutionProviders.Candidates(new DeviceOptions { Provider = "cpu", RequireGpu = true }));
}
