using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>
/// Mutual self-attention as in MasaCtrl's own loop: in the rows [source|∅, target|∅, source, target], each half attends to its own
/// source's keys and values from the tenth self layer on.
/// </summary>
public class MasaCtrlTests(ReferenceUnets unets) : IClassFixture<ReferenceUnets>
{
    private const string Source = "a red house on the left, on grass";
    private const string Target = "a blue house on the left, on grass";
    private const double Guidance = 7.5;
    private static readonly TimeNode Node = new(1, 421, 0.6, 0.8);

    [Theory]
    [InlineData(SdUnet.Torch1, Source, 4)]
    [InlineData(SdUnet.Torch2, Source, 4)]
    [InlineData(SdUnet.Torch2, "", 3)]
    public void Each_half_of_guidance_sees_its_own_source(string name, string source, int evaluations)
    {
        var (noise, rows) = Predict(unets[name], source, Guidance, MutualSource.Matching);

        Assert.Equal(evaluations, rows);
        Close(MasaCtrl(unets[name], source, half => 2 * half), noise);
    }

    [Fact]
    public void The_single_source_is_the_captioned_one_and_another_result()
    {
        var unet = unets[SdUnet.Torch2];
        var (noise, rows) = Predict(unet, Source, Guidance, MutualSource.Captioned);

        Assert.Equal(3, rows);
        Close(MasaCtrl(unet, Source, _ => 2), noise);
        Assert.True(Distance(noise, Predict(unet, Source, Guidance, MutualSource.Matching).Noise) > 1e-3);
    }

    [Theory]
    [InlineData(MutualSource.Matching)]
    [InlineData(MutualSource.Captioned)]
    public void Without_guidance_both_are_the_same_two_rows(MutualSource source)
    {
        var unet = unets[SdUnet.Torch2];
        var (noise, rows) = Predict(unet, Source, 1, source);

        Assert.Equal(2, rows);
        Close(Run(unet, Source, _ => 2)[3], noise);
    }

    private static double[] MasaCtrl(ReferenceUnet unet, string source, Func<int, int> sourceOfHalf)
    {
        var rows = Run(unet, source, sourceOfHalf);
        return [.. rows[1].Zip(rows[3], (without, with) => without + (Guidance * (with - without)))];
    }

    private static double[][] Run(ReferenceUnet unet, string source, Func<int, int> sourceOfHalf)
    {
        var shape = unet.Plain.Native;
        var latents = Latents(unet);
        var batch = new UnetRows(
            shape, (float)Node.Timestep, [latents.Source, latents.Target, latents.Source, latents.Target],
            [.. ((string[])["", "", source, Target]).Select(prompt => unet.Text.Encode(prompt).ToArray())]);
        var self = unet.Cut.Layers.Where(layer => !layer.IsCross).ToList();
        var output = unet.Cut.Run(batch, (layer, name, tensor) =>
        {
            if (!layer.KeysAndValues.Contains(name) || self.IndexOf(layer) < 10)
            {
                return tensor;
            }

            var values = new float[tensor.Values.Length];
            var size = values.Length / 4;
            for (var row = 0; row < 4; row++)
            {
                Array.Copy(tensor.Values, sourceOfHalf(row / 2) * size, values, row * size, size);
            }

            // A source row attends to itself.
            Array.Copy(tensor.Values, 0, values, 0, size);
            return tensor with { Values = values };
        });
        return [.. output.Chunk(shape.Length).Select(row => row.Select(value => (double)value).ToArray())];
    }

    private static (double[] Noise, int Rows) Predict(ReferenceUnet unet, string source, double guidance, MutualSource mutual)
    {
        var controlled = unet.Controlled();
        var shape = controlled.Native;
        var latents = Latents(unet);
        var trajectory = new Trajectory(shape.Length, [.. new double[shape.Length], .. latents.Source.Select(value => (double)value)], []);
        var shared = new SharedAttention { Mutual = new AttentionWindow(0, 1), MutualSource = mutual };
        using var predictor = new SharedAttentionPredictor(
            new(controlled, unet.Text, shape, PredictionType.Epsilon), source, new(Target, "", guidance), trajectory, shared, default);
        var noise = new double[shape.Length];
        predictor.Predict([.. latents.Target.Select(value => (double)value)], Node, noise, default);
        return (noise, predictor.Evaluations);
    }

    private static (float[] Source, float[] Target) Latents(ReferenceUnet unet)
    {
        float[] Draw(int seed) => [.. ToyTown.Noise(unet.Plain.Native.Length, seed).Select(value => (float)value)];
        return (Draw(7), Draw(8));
    }

    // Guidance magnifies the runtime's own error of 1e-5.
    private static void Close(double[] expected, double[] actual) => Assert.InRange(Distance(expected, actual), 0, 2e-4);

    private static double Distance(double[] a, double[] b) => a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second));
}
