using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Tests.Autoencoder;
using BelmAgent.Editing.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace BelmAgent.Diffusion.Tests.Pipeline;

public sealed class PipelineLoaderTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<PipelineLoader> _loaders = [];

    [Fact]
    public async Task Eight_callers_are_served_in_the_order_in_which_they_came()
    {
        var loader = Loader();
        var served = new List<int>();
        var held = await loader.AcquireAsync(default);
        var callers = Enumerable.Range(0, 8).Select(i => UseAsync(loader, i, served)).ToList();

        held.Dispose();
        await Task.WhenAll(callers);

        Assert.Equal(Enumerable.Range(0, 8), served);
    }

    [Fact]
    public async Task Cancelling_one_that_waits_and_one_that_runs_leaves_the_others_their_turns()
    {
        var loader = Loader();
        var served = new List<int>();
        using var cancelled = new CancellationTokenSource();
        var held = await loader.AcquireAsync(default);
        var running = Task.Run(() =>
        {
            using (held)
            {
                using var batch = held.Pipeline.Unet.CreateBatch(1, held.Pipeline.Unet.Native, held.Pipeline.Text);
                while (true)
                {
                    batch.Run(500, cancelled.Token);
                }
            }
        });
        var callers = Enumerable.Range(0, 8).Select(i => UseAsync(loader, i, served, i == 4 ? cancelled.Token : default)).ToList();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => callers[4]);
        await Task.WhenAll(callers.Where((_, i) => i != 4));

        Assert.Equal([0, 1, 2, 3, 5, 6, 7], served);
    }

    [Fact]
    public async Task One_whose_model_does_not_load_does_not_keep_the_turn()
    {
        var loader = Loader(path: "nowhere");

        Assert.Contains("is missing", (await Assert.ThrowsAsync<ModelException>(() => loader.AcquireAsync(default))).Message, StringComparison.Ordinal);
        Assert.Contains("is missing", (await Assert.ThrowsAsync<ModelException>(() => loader.AcquireAsync(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_nobody_needs_is_let_go_after_its_time_and_loaded_again()
    {
        var loader = Loader(new DeviceOptions { Provider = "cpu", UnloadAfter = TimeSpan.FromMinutes(5) });
        var first = await UseAsync(loader);
        _clock.Pass(TimeSpan.FromMinutes(4));
        Assert.True(loader.IsLoaded);

        Assert.Same(first, await UseAsync(loader));
        _clock.Pass(TimeSpan.FromMinutes(4));
        Assert.True(loader.IsLoaded);

        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.False(loader.IsLoaded);
        Assert.NotSame(first, await UseAsync(loader));
        Assert.True(loader.IsLoaded);
    }

    [Fact]
    public async Task A_model_that_is_lent_is_not_let_go()
    {
        var loader = Loader(new DeviceOptions { Provider = "cpu", UnloadAfter = TimeSpan.FromMinutes(5) });
        await UseAsync(loader);
        using (await loader.AcquireAsync(default))
        {
            _clock.Pass(TimeSpan.FromHours(1));
            Assert.True(loader.IsLoaded);
        }

        _clock.Pass(TimeSpan.FromMinutes(5));
        Assert.False(loader.IsLoaded);
    }

    [Fact]
    public async Task Without_a_time_a_model_stays()
    {
        var loader = Loader();
        await UseAsync(loader);

        _clock.Pass(TimeSpan.FromDays(100));

        Assert.True(loader.IsLoaded);
    }

    [Fact]
    public async Task A_model_that_is_warmed_up_answers_as_one_that_is_not()
    {
        using var warm = await Loader(new DeviceOptions { Provider = "cpu", Threads = 1, WarmUp = true }).AcquireAsync(default);
        using var cold = await Loader(new DeviceOptions { Provider = "cpu", Threads = 1 }).AcquireAsync(default);
        var shape = cold.Pipeline.Unet.Native;
        var latent = ToyTown.Noise(shape.Length, seed: 4);

        Assert.Equal(cold.Pipeline.Autoencoder.Decode(latent, shape).Pixels, warm.Pipeline.Autoencoder.Decode(latent, shape).Pixels);
    }

    public void Dispose() => _loaders.ForEach(loader => loader.Dispose());

    private static async Task UseAsync(PipelineLoader loader, int caller, List<int> served, CancellationToken cancellationToken = default)
    {
        using var lease = await loader.AcquireAsync(cancellationToken);
        served.Add(caller);
        await Task.Yield();
    }

    private static async Task<DiffusionPipeline> UseAsync(PipelineLoader loader)
    {
        using var lease = await loader.AcquireAsync(default);
        return lease.Pipeline;
    }

    [Fact]
    public async Task A_picture_decoded_in_tiles_for_want_of_memory_is_told()
    {
        using var model = new GreedyDecoder(tile: 32);
        var logger = new ListLogger<PipelineLoader>();
        using var loader = new PipelineLoader(new ModelOptions { Path = model.Folder }, new DeviceOptions { Provider = "cpu", Threads = 1 }, logger);
        foreach (var side in (int[])[32, 64])
        {
            var shape = new LatentShape(4, side, side);
            using var lease = await loader.AcquireAsync(default);
            _ = lease.Pipeline.Autoencoder.Decode(new double[shape.Length], shape);
            Assert.DoesNotContain(logger.Messages, message => message.Contains("tiles", StringComparison.Ordinal));
        }

        Assert.Single(logger.Messages, message => message.Contains("in tiles", StringComparison.Ordinal));
    }

    private PipelineLoader Loader(DeviceOptions? device = null, string? path = null)
    {
        var loader = new PipelineLoader(
            new ModelOptions { Path = path ?? ToyTown.Path }, device ?? new DeviceOptions { Provider = "cpu" }, NullLogger<PipelineLoader>.Instance, _clock);
        _loaders.Add(loader);
        return loader;
    }
}
