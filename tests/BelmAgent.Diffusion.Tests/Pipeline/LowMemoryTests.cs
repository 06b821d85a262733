using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Diffusion.Tests.Pipeline;

public sealed class LowMemoryTests(ToyTown toyTown) : IClassFixture<ToyTown>, IDisposable
{
    private const string Prompt = "a red house";
    private readonly DiffusionPipeline _pipeline = DiffusionPipeline.Load(ToyTown.Path, new DeviceOptions { Provider = "cpu", Threads = 1, LowMemory = true });

    [Fact]
    public void Nothing_is_held_before_it_is_needed() => Assert.All(Loaded(), Assert.False);

    [Fact]
    public void The_decoder_runs_without_text_encoder_and_network_beside_it()
    {
        Predict(_pipeline);
        Assert.True(_pipeline.Unet.Model.IsLoaded);

        _pipeline.Autoencoder.Decode(new double[_pipeline.Unet.Native.Length], _pipeline.Unet.Native);

        Assert.False(_pipeline.Unet.Model.IsLoaded);
        Assert.False(_pipeline.Text.Model.IsLoaded);
        Assert.Equal([false, true], ((LatentAutoencoder)_pipeline.Autoencoder).Models.Select(model => model.IsLoaded));
    }

    [Fact]
    public void A_network_in_use_is_not_taken_away()
    {
        using var predictor = _pipeline.CreatePredictor(Prompt, guidance: 2, _pipeline.Unet.Native);

        _pipeline.Autoencoder.Decode(new double[_pipeline.Unet.Native.Length], _pipeline.Unet.Native);

        Assert.True(_pipeline.Unet.Model.IsLoaded);
    }

    [Fact]
    public void What_comes_out_is_the_same_bit_for_bit()
    {
        var first = Predict(_pipeline);
        _pipeline.Autoencoder.Decode(new double[_pipeline.Unet.Native.Length], _pipeline.Unet.Native);

        Assert.Equal(Predict(toyTown.Pipeline), first);
        Assert.Equal(first, Predict(_pipeline));
    }

    [Fact]
    public void A_network_with_attention_control_takes_part()
    {
        var cache = Directory.CreateTempSubdirectory("belm-low-").FullName;
        try
        {
            _pipeline.UseAttentionControl(new AttentionControlOptions { CacheFolder = cache });
            Predict(_pipeline);
            Assert.True(_pipeline.Unet.Model.IsLoaded);

            _pipeline.Autoencoder.Decode(new double[_pipeline.Unet.Native.Length], _pipeline.Unet.Native);

            Assert.False(_pipeline.Unet.Model.IsLoaded);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    [Fact]
    public void A_pipeline_that_is_disposed_loads_nothing_again()
    {
        _pipeline.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Predict(_pipeline));
    }

    public void Dispose() => _pipeline.Dispose();

    private IEnumerable<bool> Loaded() => [_pipeline.Text.Model.IsLoaded, _pipeline.Unet.Model.IsLoaded, .. ((LatentAutoencoder)_pipeline.Autoencoder).Models.Select(model => model.IsLoaded)];

    private static double[] Predict(DiffusionPipeline pipeline)
    {
        using var batch = pipeline.Unet.CreateBatch(1, pipeline.Unet.Native, pipeline.Text);
        batch.SetCondition(0, pipeline.Text.Encode(Prompt).Span);
        batch.SetSample(0, ToyTown.Noise(pipeline.Unet.Native.Length, seed: 9));
        batch.Run(500, default);
        var output = new double[pipeline.Unet.Native.Length];
        batch.GetOutput(0, output);
        return output;
    }
}
