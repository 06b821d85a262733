using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Features of single layouts.</summary>
public class LayoutFeatureTests(LayoutFolders folders) : IClassFixture<LayoutFolders>
{
    [Theory]
    [InlineData(LayoutFolder.Diffusers, 0.18215, true)]
    [InlineData(LayoutFolder.OptimumOld, 0.18215, true)]
    [InlineData(LayoutFolder.OptimumNew, 0.9, false)]
    [InlineData(LayoutFolder.Half, 0.18215, false)]
    public void The_scaling_factor_is_read_or_assumed_and_said_to_be(string name, double factor, bool isAssumed)
    {
        var autoencoder = folders[name].Pipeline.Autoencoder;

        Assert.Equal((factor, isAssumed), (autoencoder.ScalingFactor, autoencoder.IsScalingFactorAssumed));
    }

    [Fact]
    public void Sd2_predicts_velocity_and_pads_with_its_first_token()
    {
        var pipeline = folders[LayoutFolder.Sd2].Pipeline;

        Assert.Equal(PredictionType.VPrediction, pipeline.Scheduler.PredictionType);
        Assert.Equal(0, pipeline.Text.Tokenizer.Encode("a tree")[^1]);
        Assert.NotEqual(0, folders[LayoutFolder.Half].Pipeline.Text.Tokenizer.Encode("a tree")[^1]);
    }

    [Fact]
    public void The_safety_checker_flags_and_changes_nothing()
    {
        var pipeline = folders[LayoutFolder.Diffusers].Pipeline;
        var red = RgbImage.Filled(64, 64, new RgbColor(220, 20, 20));
        var pixels = red.Pixels.ToArray();

        Assert.True(pipeline.Safety!.IsFlagged(red));
        Assert.False(pipeline.Safety.IsFlagged(RgbImage.Filled(64, 48, new RgbColor(20, 40, 200))));
        Assert.Equal(pixels, red.Pixels.ToArray());
        Assert.Null(folders[LayoutFolder.OptimumNew].Pipeline.Safety);
    }

    [Fact]
    public void A_damaged_safety_checker_is_named()
    {
        using var folder = new LayoutFolder(LayoutFolder.Diffusers);
        File.WriteAllText(folder.File("safety_checker/model.onnx"), "not a graph");

        Assert.Equal(folder.File("safety_checker/model.onnx"), Assert.Throws<ModelException>(folder.Load).Path);
    }

    [Fact]
    public void Pixels_survive_the_pixel_autoencoder_bit_for_bit()
    {
        var pipeline = folders[LayoutFolder.Ddpm].Pipeline;
        var image = new RgbImage(32, 32, [.. Enumerable.Range(0, 32 * 32 * 3).Select(i => (byte)(i * 7))]);
        var shape = pipeline.Autoencoder.ShapeOf(32, 32);

        Assert.IsType<PixelAutoencoder>(pipeline.Autoencoder);
        Assert.Equal((32, 32), (pipeline.NativeWidth, pipeline.NativeHeight));
        Assert.Equal(image.Pixels.ToArray(), pipeline.Autoencoder.Decode(pipeline.Autoencoder.Encode(image), shape).Pixels.ToArray());
    }

    [Fact]
    public void An_unconditional_model_takes_no_prompt_and_no_guidance()
    {
        var pipeline = folders[LayoutFolder.Ddpm].Pipeline;

        Assert.False(pipeline.TakesPrompts);
        Assert.Equal(folders[LayoutFolder.Ddpm].Folder.Path, Assert.Throws<ModelException>(() => pipeline.CreatePredictor("a cat", 1, pipeline.Unet.Native)).Path);
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.CreatePredictor("", 2, pipeline.Unet.Native));
    }

    [Fact]
    public void A_whole_timestep_is_not_given_a_fraction()
    {
        var pipeline = folders[LayoutFolder.Sd2].Pipeline;
        using var batch = pipeline.Unet.CreateBatch(1, pipeline.Unet.Native, pipeline.Text);

        Assert.Contains("fractions", Assert.Throws<ModelException>(() => batch.Run(333.25, default)).Expected, StringComparison.Ordinal);
    }
}
