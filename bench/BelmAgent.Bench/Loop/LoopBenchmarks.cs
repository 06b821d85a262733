using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;
using BenchmarkDotNet.Attributes;

namespace BelmAgent.Bench.Loop;

/// <summary>Measures the overhead of the sampler's loop around the bare UNet runs, at N = 50 with guidance (two rows per run).</summary>
[MemoryDiagnoser]
public class LoopBenchmarks
{
    private const int Steps = 50;
    private const string Prompt = "a red house on the left, on grass, under a blue sky, with a sun";
    private DiffusionPipeline _pipeline = null!;
    private UnetBatch _batch = null!;
    private GuidedNoisePredictor _predictor = null!;
    private TwoStepSampler _sampler = null!;
    private SamplerState _state = null!;
    private TwoStepWalk<double, Real> _walk = null!;
    private double[] _x = null!;
    private double[] _noise = null!;

    /// <summary>Loads the model and binds its memory.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _pipeline = DiffusionPipeline.Load(Bench.ModelPath, new DeviceOptions { Provider = "cpu" });
        var shape = _pipeline.Unet.Native;
        var random = new Random(1);
        _x = [.. Enumerable.Range(0, shape.Length).Select(_ => random.NextDouble() - 0.5)];
        _noise = new double[shape.Length];
        _batch = _pipeline.Unet.CreateBatch(2, shape, _pipeline.Text);
        _batch.SetCondition(0, _pipeline.Text.Encode("").Span);
        _batch.SetCondition(1, _pipeline.Text.Encode(Prompt).Span);
        _batch.SetSample(0, _x);
        _batch.SetSample(1, _x);
        _predictor = _pipeline.CreatePredictor(Prompt, guidance: 3, shape);
        _sampler = TwoStepSampler.OBelm(TimeGrid.Linspace(_pipeline.Schedule, Steps));
        _state = _sampler.Invert(_x, _predictor).State;
        _walk = _sampler.Begin<double, Real>(_state);
        _walk.Descend();
    }

    /// <summary>Runs the UNet 49 times and nothing else.</summary>
    [Benchmark(Baseline = true)]
    public void BareUnet()
    {
        for (var i = 0; i < Steps - 1; i++)
        {
            _batch.Run(500, default);
        }
    }

    /// <summary>Makes the same 49 runs inside O-BELM sampling from a stored pair.</summary>
    [Benchmark]
    public void SamplingLoop() => _sampler.Sample(_state, _predictor, _noise);

    /// <summary>Makes one step of the loop, down and up again, to measure its allocations.</summary>
    [Benchmark]
    public void OneStepDownAndUp()
    {
        _walk.Read(_x);
        _predictor.Predict(_x, _sampler.Grid[_walk.Node], _noise, default);
        _walk.Reflect(_noise);
        _walk.Descend();
        _walk.Climb();
        _walk.Reflect(_noise);
    }
}
