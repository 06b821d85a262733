using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Tests.AttentionControl.Reference;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Unets;

/// <summary>Attention control of UNets of Stable Diffusion 1.5's block structure, as both exporters write them.</summary>
public class SdUnetControlTests(ReferenceUnets unets) : IClassFixture<ReferenceUnets>
{
    private static readonly string[] Prompts = ["", "a red house on the left", "a blue house on the left", "a green tree"];

    [Theory]
    [InlineData(SdUnet.Torch1)]
    [InlineData(SdUnet.Torch2)]
    [InlineData(SdUnet.Half)]
    public void The_sixteen_layers_of_each_kind_are_found_in_the_order_in_which_they_run(string name)
    {
        var layout = unets[name].Controlled().Attention!;
        int[] levels = [0, 0, 1, 1, 2, 2, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0];
        AttentionPlace[] places = [.. Enumerable.Repeat(AttentionPlace.Down, 6), AttentionPlace.Mid, .. Enumerable.Repeat(AttentionPlace.Up, 9)];

        foreach (var layers in (IReadOnlyList<AttentionLayer>[])[layout.Cross, layout.Mutual])
        {
            Assert.Equal(Enumerable.Range(0, 16), layers.Select(layer => layer.Index));
            Assert.Equal(levels, layers.Select(layer => layer.Level));
            Assert.Equal(levels.Select(level => 256 >> (2 * level)), layers.Select(layer => layer.NativeTokens));
            Assert.Equal(places, layers.Select(layer => layer.Place));
            Assert.All(layers, layer => Assert.Equal(2, layer.Heads));
        }

        Assert.Equal(layout.Mutual, layout.Self);
        Assert.All(layout.Cross, layer => Assert.EndsWith(".attn2", layer.Name, StringComparison.Ordinal));
        Assert.All(layout.Mutual, layer => Assert.EndsWith(".attn1", layer.Name, StringComparison.Ordinal));
        Assert.Equal("mid_block.attentions.0.transformer_blocks.0.attn1", layout.Mutual[6].Name);
        Assert.Equal("up_blocks.1.attentions.0.transformer_blocks.0.attn2", layout.Cross[7].Name);
        Assert.Equal("up_blocks.3.attentions.2.transformer_blocks.0.attn2", layout.Cross[15].Name);
    }

    [Theory]
    [InlineData(SdUnet.Torch1, 1, Explicit = true)]
    [InlineData(SdUnet.Torch1, 2, Explicit = true)]
    [InlineData(SdUnet.Torch1, 3)]
    [InlineData(SdUnet.Torch1, 4, Explicit = true)]
    [InlineData(SdUnet.Torch2, 1, Explicit = true)]
    [InlineData(SdUnet.Torch2, 2, Explicit = true)]
    [InlineData(SdUnet.Torch2, 3, Explicit = true)]
    [InlineData(SdUnet.Torch2, 4)]
    [InlineData(SdUnet.Half, 2, Explicit = true)]
    [InlineData(SdUnet.Half, 3)]
    public void Off_the_network_computes_the_same_bits(string name, int count)
    {
        var unet = unets[name];
        var rows = unet.Rows(unet.Plain.Native, Prompts.AsSpan(..count));
        using var plain = unet.Batch(unet.Plain, rows);
        using var controlled = unet.Batch(unet.Controlled(), rows);

        Assert.Equal(ReferenceUnet.Run(plain, rows), ReferenceUnet.Run(controlled, rows));
    }

    [Fact]
    public void In_float16_control_does_what_it_does_in_float32()
    {
        var (whole, wholeBlend) = Controlled(unets[SdUnet.Torch2]);
        var (half, halfBlend) = Controlled(unets[SdUnet.Half]);

        Assert.All(whole.Zip(half), pair => Assert.Equal(pair.First, pair.Second, 2e-2));
        Assert.All(wholeBlend.Zip(halfBlend), pair => Assert.Equal(pair.First, pair.Second, 1e-2));
    }

    private static (float[] Noise, double[] Blend) Controlled(ReferenceUnet unet)
    {
        var controlled = unet.Controlled();
        var rows = unet.Rows(controlled.Native, Prompts.AsSpan(..3));
        using var batch = unet.Batch(controlled, rows);
        var off = ReferenceUnet.Run(batch, rows);
        var (map, keep) = CrossMaps.Reweight(unet.Words, [0, 1, 2, 3], token: 2, weight: 2, schedule: 0.8f);
        var words = new float[unet.Words];
        words[2] = 1;
        batch.Control!.SetCross(map, keep);
        batch.Control.SetSelf([.. Enumerable.Repeat(0.4f, 16)]);
        batch.Control.SetMutual([.. Enumerable.Range(0, 16).Select(layer => layer < 10 ? 0f : 0.7f)]);
        batch.Control.SetBlendWords(words, words);
        var on = ReferenceUnet.Run(batch, rows);
        var length = rows.Shape.Length;
        Assert.True(on[^length..].Zip(off[^length..]).Max(pair => Math.Abs(pair.First - pair.Second)) > 0.1);

        var (source, target) = (new double[length / 4], new double[length / 4]);
        batch.Control.ReadBlend(source, target);
        return (on, [.. source, .. target]);
    }
}
