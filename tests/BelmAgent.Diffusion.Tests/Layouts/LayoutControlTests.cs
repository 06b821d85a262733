using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>The UNet of every text-to-image layout supports attention control; off, it computes the same bits.</summary>
public sealed class LayoutControlTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("belm-attention").FullName;

    [Theory]
    [MemberData(nameof(LayoutParityTests.TextToImage), MemberType = typeof(LayoutParityTests))]
    public void Every_layer_is_found_and_off_it_changes_no_bit(string name)
    {
        using var folder = new LayoutFolder(name);
        using var pipeline = folder.Load();
        var plain = Output(pipeline.Unet);

        pipeline.UseAttentionControl(new AttentionControlOptions { CacheFolder = _cache });

        var layout = pipeline.Unet.Attention!;
        Assert.Equal(
            ["down_blocks.0.attentions.0", "mid_block.attentions.0", "up_blocks.1.attentions.0", "up_blocks.1.attentions.1"],
            layout.Cross.Select(layer => layer.Name[..layer.Name.IndexOf(".transformer", StringComparison.Ordinal)]));
        Assert.Equal(layout.Cross.Count, layout.Mutual.Count);
        Assert.Equal(name == LayoutFolder.Sd2 ? [2, 4, 2, 2] : [2, 2, 2, 2], layout.Cross.Select(layer => layer.Heads));
        Assert.Equal(plain, Output(pipeline.Unet));

        double[] Output(UnetModel unet)
        {
            var shape = unet.Native;
            using var batch = unet.CreateBatch(2, shape, pipeline.Text);
            for (var row = 0; row < 2; row++)
            {
                batch.SetSample(row, ToyTown.Noise(shape.Length, row));
                batch.SetCondition(row, pipeline.Text.Encode(row == 0 ? "" : "a green tree", default).Span);
            }

            batch.Run(500, default);
            var output = new double[2 * shape.Length];
            batch.GetOutput(0, output.AsSpan(0, shape.Length));
            batch.GetOutput(1, output.AsSpan(shape.Length));
            return output;
        }
    }

    [Fact]
    public void An_unconditional_network_has_no_words_to_attend_to()
    {
        using var folder = new LayoutFolder(LayoutFolder.Ddpm);
        using var pipeline = folder.Load();

        var exception = Assert.Throws<AttentionControlException>(() => pipeline.UseAttentionControl(new AttentionControlOptions { CacheFolder = _cache }));

        Assert.Equal(AttentionFault.MissingInput, exception.Fault);
        Assert.Equal("prompts_not_taken", Assert.Throws<ModelException>(() => pipeline.Text).Code);
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);
}
