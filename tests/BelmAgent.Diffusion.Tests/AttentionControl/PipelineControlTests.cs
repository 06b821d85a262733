using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Sampling;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>A pipeline whose UNet is replaced by one with attention control.</summary>
public sealed class PipelineControlTests : IDisposable
{
    private const string Prompt = "a red house on the left, on grass";
    private readonly SdUnet _model = new(SdUnet.Torch2);
    private readonly string _cache = Directory.CreateTempSubdirectory("belm-attention").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Predictors_made_afterwards_predict_the_same_bits(double guidance)
    {
        using var pipeline = Load();
        var before = Predict(pipeline, guidance);
        Assert.Null(pipeline.Unet.Attention);
        pipeline.UseAttentionControl(Options());

        Assert.NotNull(pipeline.Unet.Attention);
        Assert.Equal(before, Predict(pipeline, guidance));
    }

    [Fact]
    public void A_second_call_does_nothing()
    {
        using var pipeline = Load();
        pipeline.UseAttentionControl(Options());
        var unet = pipeline.Unet;
        pipeline.UseAttentionControl(Options());

        Assert.Same(unet, pipeline.Unet);
    }

    [Fact]
    public void Another_size_exchanges_the_network_where_other_layers_are_shared_there()
    {
        using var pipeline = Load();
        var options = new AttentionControlOptions { CacheFolder = _cache, MaxSelfTokens = 64 };
        pipeline.UseAttentionControl(options);
        var native = pipeline.Unet;
        Assert.Equal(11, native.Attention!.Self.Count);
        pipeline.UseAttentionControl(options, new LatentShape(4, 16, 12));
        Assert.Same(native, pipeline.Unet);
        pipeline.UseAttentionControl(options, new LatentShape(4, 8, 8));
        Assert.Equal(16, pipeline.Unet.Attention!.Self.Count);
        pipeline.UseAttentionControl(options);
        Assert.Equal(11, pipeline.Unet.Attention!.Self.Count);
    }

    [Fact]
    public void At_a_larger_size_a_predictor_shares_no_more_than_is_shared_there()
    {
        var large = new LatentShape(4, 24, 24);
        var options = new AttentionControlOptions { CacheFolder = _cache, MaxSelfTokens = 64 };
        using var pipeline = Load();
        pipeline.UseAttentionControl(options);
        var native = Share();
        pipeline.UseAttentionControl(options, large);
        Assert.Equal(6, pipeline.Unet.Attention!.Self.Count);

        Assert.InRange(native.Zip(Share()).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 1e-4);

        double[] Share()
        {
            var source = new Trajectory(large.Length, ToyTown.Noise(2 * large.Length, seed: 4), []);
            using var predictor = pipeline.CreatePredictor(
                Prompt, "a green tree", 1, large, source, new SharedAttention { Self = new AttentionWindow(0, 1) });
            var noise = new double[large.Length];
            predictor.Predict(ToyTown.Noise(large.Length, seed: 3), new TimeNode(1, 500, 0.6, 0.8), noise, default);
            return noise;
        }
    }

    [Fact]
    public void A_refusal_leaves_the_pipeline_as_it_was()
    {
        var path = _model.Folder.Model("unet");
        var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        foreach (var softmax in graph.Graph.Node.Where(node => node.OpType == "Softmax"))
        {
            softmax.OpType = "LogSoftmax";
        }

        File.WriteAllBytes(path, graph.ToByteArray());
        using var pipeline = Load();
        var unet = pipeline.Unet;
        var exception = Assert.Throws<AttentionControlException>(() => pipeline.UseAttentionControl(Options()));

        Assert.Equal(path, exception.Path);
        Assert.Equal(AttentionFault.NoSoftmax, exception.Fault);
        Assert.Same(unet, pipeline.Unet);
        _ = Predict(pipeline, 1);
    }

    [Fact]
    public void A_cancelled_call_leaves_the_pipeline_as_it_was()
    {
        using var pipeline = Load();

        Assert.ThrowsAny<OperationCanceledException>(() => pipeline.UseAttentionControl(Options(), new CancellationToken(canceled: true)));
        Assert.Null(pipeline.Unet.Attention);
        _ = Predict(pipeline, 1);
    }

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_cache, recursive: true);
    }

    private AttentionControlOptions Options() => new() { CacheFolder = _cache };

    private DiffusionPipeline Load() => DiffusionPipeline.Load(_model.Folder.Path, new DeviceOptions { Provider = "cpu", Threads = 1 });

    private static double[] Predict(DiffusionPipeline pipeline, double guidance)
    {
        using var predictor = pipeline.CreatePredictor(Prompt, guidance, pipeline.Unet.Native);
        var noise = new double[pipeline.Unet.Native.Length];
        predictor.Predict(ToyTown.Noise(noise.Length, seed: 3), new TimeNode(10, 500, 0.6, 0.8), noise, default);
        return noise;
    }
}
