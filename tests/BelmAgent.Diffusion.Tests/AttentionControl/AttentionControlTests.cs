using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
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

    [Fact]
    public void Mutual_attention_reaches_every_row_but_the_source()
    {
        using var batch = toyTown.Batch(toyTown.Controlled, "", Source, Target);
        var off = Run(batch);
        batch.Control!.SetMutual(Ones(toyTown.Layout.Mutual.Count));
        var on = Run(batch);

        Assert.True(Distance(off[0], on[0]) > 0.01);
        Close(off[1], on[1], 1e-6);
        Assert.True(Distance(off[2], on[2]) > 0.01);
    }

    [Fact]
    public void The_blend_maps_of_one_prompt_are_alike_and_those_of_another_word_are_not()
    {
        using var batch = toyTown.Batch(toyTown.Controlled, Source, Source);
        batch.SetSample(1, ToyTown.Noise(batch.Shape.Length, seed: 7));
        var control = batch.Control!;
        Assert.Equal((16, 16), (control.BlendHeight, control.BlendWidth));
        float[] house = [.. Enumerable.Range(0, control.Words).Select(i => i == 3 ? 1f : 0)];
        float[] sky = [.. Enumerable.Range(0, control.Words).Select(i => i == 14 ? 1f : 0)];
        var (same, other) = (Blend(house, house), Blend(house, sky));

        Close(same.Source, same.Target, 1e-6);
        Assert.Equal(same.Source, other.Source);
        Assert.True(Distance(other.Source, other.Target) > 0.01);
        Assert.All(other.Source.Concat(other.Target), value => Assert.InRange(value, 0, 2));

        (double[] Source, double[] Target) Blend(float[] source, float[] target)
        {
            control.SetBlendWords(source, target);
            batch.Run(500, default);
            var maps = (new double[256], new double[256]);
            control.ReadBlend(maps.Item1, maps.Item2);
            return maps;
        }
    }

    [Fact]
    public void Blend_maps_have_the_size_of_the_batch_s_latent()
    {
        using var batch = toyTown.Batch(toyTown.Controlled, new LatentShape(4, 8, 24), Source, Target);

        Assert.Equal((8, 24), (batch.Control!.BlendHeight, batch.Control.BlendWidth));
        batch.Run(500, default);
        batch.Control.ReadBlend(new double[192], new double[192]);
    }

    [Fact]
    public void A_new_batch_is_off_whatever_another_one_is()
    {
        using var plain = toyTown.Batch(toyTown.Plain, Source, Target);
        using var one = toyTown.Batch(toyTown.Controlled, Source, Target);
        one.Control!.SetMutual(Ones(toyTown.Layout.Mutual.Count));
        using var other = toyTown.Batch(toyTown.Controlled, Source, Target);

        Assert.Equal(Run(plain), Run(other));
        Assert.Null(plain.Control);
        Assert.Null(toyTown.Plain.Attention);
    }

    [Fact]
    public void A_controlled_step_allocates_nothing()
    {
        using var batch = toyTown.Batch(toyTown.Controlled, Source, Target);
        using var source = new CancellationTokenSource();
        var control = batch.Control!;
        var (map, keep, gates) = (Identity(control.Words), new float[control.Words], Ones(7));
        var (first, second) = (new double[256], new double[256]);
        for (var i = 0; i < 3; i++)
        {
            Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            control.SetCross(map, keep);
            control.SetSelf(gates);
            control.SetMutual(gates);
            control.SetBlendWords(keep, keep);
            batch.Run(500, source.Token);
            control.ReadBlend(first, second);
            control.Release();
        }
    }

    public static TheoryData<string> WrongInputs => ["map", "keep", "self", "mutual", "blend source", "blend target", "blend maps", "below 0", "above 1", "not a number", "infinite", "too few sources", "no such source"];

    [Theory]
    [MemberData(nameof(WrongInputs))]
    public void Wrong_inputs_are_refused_and_change_nothing(string wrong)
    {
        using var batch = toyTown.Batch(toyTown.Controlled, Source, Target);
        var control = batch.Control!;
        var words = control.Words;
        var before = Run(batch);
        Assert.ThrowsAny<ArgumentException>(() =>
        {
            switch (wrong)
            {
                case "map":
                    control.SetCross(new float[words], new float[words]);
                    break;
                case "keep":
                    control.SetCross(new float[words * words], new float[words + 1]);
                    break;
                case "self":
                    control.SetSelf(Ones(6));
                    break;
                case "mutual":
                    control.SetMutual(Ones(8));
                    break;
                case "blend source":
                    control.SetBlendWords(Ones(words - 1), Ones(words));
                    break;
                case "blend target":
                    control.SetBlendWords(Ones(words), Ones(words - 1));
                    break;
                case "blend maps":
                    control.ReadBlend(new double[256], new double[255]);
                    break;
                case "too few sources":
                    control.SetMutual(Ones(7), [0]);
                    break;
                case "no such source":
                    control.SetMutual(Ones(7), [0, 2]);
                    break;
                case "below 0":
                    control.SetSelf([0, 0, 0, -0.1f, 0, 0, 0]);
                    break;
                case "above 1":
                    control.SetMutual([0, 0, 0, 1.1f, 0, 0, 0]);
                    break;
                case "not a number":
                    control.SetSelf([0, 0, 0, float.NaN, 0, 0, 0]);
                    break;
                default:
                    control.SetCross(new float[words * words], [.. Enumerable.Repeat(float.PositiveInfinity, words)]);
                    break;
            }
        });

        Assert.Equal(before, Run(batch));
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
