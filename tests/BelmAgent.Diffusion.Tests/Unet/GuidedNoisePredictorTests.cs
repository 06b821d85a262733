using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.Unet;

public class GuidedNoisePredictorTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    private const string Prompt = "a red house on the left, on grass, under a night sky, with a moon";
    private static readonly TimeNode Node = new(10, 500, 0.6, 0.8);

    [Fact]
    public void Without_guidance_one_row_is_evaluated()
    {
        using var predictor = Predictor(Prompt, guidance: 1);
        _ = Predict(predictor);

        Assert.Equal(1, predictor.Evaluations);
    }

    [Fact]
    public void Guidance_leads_away_from_the_unconditional_noise()
    {
        using var guided = Predictor(Prompt, guidance: 3);
        using var conditional = Predictor(Prompt, guidance: 1);
        using var unconditional = Predictor("", guidance: 1);
        var (w, c, u) = (Predict(guided), Predict(conditional), Predict(unconditional));

        Assert.Equal(2, guided.Evaluations);
        Assert.True(c.Zip(u).Max(pair => Math.Abs(pair.First - pair.Second)) > 0.01);
        for (var i = 0; i < w.Length; i++)
        {
            Assert.Equal(u[i] + (3 * (c[i] - u[i])), w[i], 1e-4);
        }
    }

    [Fact]
    public void A_prediction_of_v_becomes_noise()
    {
        using var epsilon = Predictor(Prompt, guidance: 1);
        using var velocity = new GuidedNoisePredictor(
            new(toyTown.Pipeline.Unet, toyTown.Pipeline.Text, toyTown.Pipeline.Unet.Native, PredictionType.VPrediction), new(Prompt, "", 1), default);
        var x = Sample();
        var (v, noise) = (Predict(epsilon), Predict(velocity));

        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal((Node.Alpha * v[i]) + (Node.Sigma * x[i]), noise[i], 1e-12);
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bits()
    {
        using var one = Predictor(Prompt, guidance: 3);
        using var other = Predictor(Prompt, guidance: 3);

        Assert.Equal(Predict(one), Predict(other));
        Assert.Equal(Predict(one), Predict(other));
    }

    [Fact]
    public void A_call_allocates_nothing_after_the_first()
    {
        using var predictor = Predictor(Prompt, guidance: 3);
        var (x, noise) = (Sample(), new double[toyTown.Pipeline.Unet.Native.Length]);
        using var source = new CancellationTokenSource();
        for (var i = 0; i < 3; i++)
        {
            predictor.Predict(x, Node, noise, source.Token);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            predictor.Predict(x, Node, noise, source.Token);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_state_that_is_not_finite_is_reported_with_its_timestep()
    {
        using var predictor = Predictor(Prompt, guidance: 1);
        var x = Sample();
        x[7] = double.NaN;

        var exception = Assert.Throws<NonFiniteOutputException>(() => predictor.Predict(x, Node, new double[x.Length], default));

        Assert.Equal(500, exception.Timestep);
    }

    [Fact]
    public void A_cancelled_call_stops_and_the_next_one_works()
    {
        using var predictor = Predictor(Prompt, guidance: 1);

        Assert.ThrowsAny<OperationCanceledException>(() => predictor.Predict(Sample(), Node, new double[Sample().Length], new CancellationToken(canceled: true)));
        Assert.Equal(Sample().Length, Predict(predictor).Length);
    }

    [Fact]
    public void Guidance_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Predictor(Prompt, guidance: 0.5));

    private GuidedNoisePredictor Predictor(string prompt, double guidance) =>
        toyTown.Pipeline.CreatePredictor(prompt, guidance, toyTown.Pipeline.Unet.Native);

    private double[] Sample() => ToyTown.Noise(toyTown.Pipeline.Unet.Native.Length, seed: 3);

    private double[] Predict(GuidedNoisePredictor predictor)
    {
        var noise = new double[toyTown.Pipeline.Unet.Native.Length];
        predictor.Predict(Sample(), Node, noise, default);
        return noise;
    }
}
