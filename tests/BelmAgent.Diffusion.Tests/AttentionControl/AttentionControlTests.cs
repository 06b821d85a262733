using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

public class AttentionControlTests(ControlledToyTown toyTown) : IClassFixture<ControlledToyTown>
{
    private const string Source = "a red house on the left, on grass, under a night sky, with a moon";
    private const string Target = "a blue house on the left, on grass, under a night sky, with a moon";

    [Fact]
    public void The_layers_of_ToyTown_are_found_in_the_order_in_which_they_run()
    {
        var layout = toyTown.Layout;

        Assert.Equal([0, 1, 1, 1, 1, 1, 0], layout.Cross.Select(layer => layer.Level));
        Assert.Equal([256, 64, 64, 64, 64, 64, 256], layout.Cross.Select(layer => layer.NativeTokens));
        Assert.Equal([2, 4, 4, 4, 4, 4, 2], layout.Cross.Select(layer => layer.Heads));
        Assert.Equal(
            [AttentionPlace.Down, AttentionPlace.Down, AttentionPlace.Down, AttentionPlace.Mid, AttentionPlace.Up, AttentionPlace.Up, AttentionPlace.Up],
            layout.Cross.Select(layer => layer.Place));
        Assert.Equal([true, false, false, false, false, false, true], layout.Cross.Select(layer => layer.IsBlended));
        Assert.Equal(layout.Cross.Select(layer => (layer.Level, layer.NativeTokens, layer.Place)), layout.Mutual.Select(layer => (layer.Level, layer.NativeTokens, layer.Place)));
        Assert.Equal(layout.Mutual, layout.Self);
        Assert.Equal((256, 0), (layout.BlendTokens, layout.BlendLevel));
        Assert.Equal("down_blocks.0.attentions.0.transformer_blocks.0.attn2", layout.Cross[0].Name);
        Assert.Equal("mid_block.attentions.0.transformer_blocks.0.attn1", layout.Mutual[3].Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Off_the_network_computes_the_same_bits(int rows)
    {
        string[] prompts = [.. new[] { "", Source, Target, "a green tree" }[..rows]];
        using var plain = toyTown.Batch(toyTown.Plain, prompts);
        using var controlled = toyTown.Batch(toyTown.Controlled, prompts);

        Assert.Equal(Run(plain), Run(controlled));
    }

    [Fact]
    public void A_target_that_takes_all_maps_and_has_the_source_s_latent_and_prompt_is_the_source()
    {
        using var batch = toyTown.Batch(toyTown.Controlled, Source, Source);
        batch.SetSample(1, ToyTown.Noise(batch.Shape.Length, seed: 7));
        var layout = toyTown.Layout;
        batch.Control!.SetCross(Identity(batch.Control.Words), new float[batch.Control.Words]);
        batch.Control.SetSelf(Ones(layout.Self.Count));
        batch.Control.SetMutual(Ones(layout.Mutual.Count));
        var rows = Run(batch);

        Close(rows[0], rows[1], 1e-4);
    }

    [Fact]
    public void Each_control_changes_the_target_alone()
    {
        using var plain = toyTown.Batch(toyTown.Plain, "", Source, Target);
        using var batch = toyTown.Batch(toyTown.Controlled, "", Source, Target);
        var control = batch.Control!;
        var off = Run(plain);
        foreach (var set in (Action[])[
            () => control.SetCross(Identity(control.Words), new float[control.Words]),
            () => control.SetSelf(Ones(toyTown.Layout.Self.Count))])
        {
            control.Release();
            set();
            var on = Run(batch);

            Assert.Equal(off[0], on[0]);
            Assert.Equal(off[1], on[1]);
            Assert.True(Distance(off[2], on[2]) > 0.01);
        }

        control.Release();
        Assert.Equal(off, Run(batch));
    }

    private static double[][] Run(UnetBatch batch)
    {
        batch.Run(500, default);
        return [.. Enumerable.Range(0, batch.Rows).Select(row =>
        {
            var output = new double[batch.Shape.Length];
            batch.GetOutput(row, output);
            return output;
        })];
    }

    private static float[] Identity(int words) => [.. Enumerable.Range(0, words * words).Select(i => i / words == i % words ? 1f : 0)];

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static double Distance(double[] a, double[] b) => a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second));

    private static void Close(double[] a, double[] b, double tolerance) => Assert.InRange(Distance(a, b), 0, tolerance);
}
