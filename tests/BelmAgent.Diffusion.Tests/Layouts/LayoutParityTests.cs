using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Each part of each layout, loaded through the pipeline, computes the same as in the framework that exported it.</summary>
public class LayoutParityTests(LayoutFolders folders) : IClassFixture<LayoutFolders>
{
    public static TheoryData<string> TextToImage => [
        LayoutFolder.Diffusers, LayoutFolder.OptimumOld, LayoutFolder.OptimumNew, LayoutFolder.Half, LayoutFolder.HalfInside, LayoutFolder.Sd2];

    public static TheoryData<string> All => [.. TextToImage.Select(row => row.Data), LayoutFolder.Ddpm];

    [Theory]
    [MemberData(nameof(TextToImage))]
    public void The_text_encoder_agrees(string name)
    {
        var (folder, pipeline) = folders[name];
        var (ids, hidden) = (folder.Data.Integers("text_encoder.input_ids"), Widen(folder.Data.Floats("text_encoder.last_hidden_state")));
        var (length, size) = (pipeline.Text.Length, pipeline.Text.Length * pipeline.Text.Width);

        foreach (var (row, prompt) in ((int, string)[])[(0, ""), (1, folder.Data.Metadata("prompt"))])
        {
            Assert.Equal(ids[(row * length)..((row + 1) * length)], pipeline.Text.Tokenizer.Encode(prompt));
            folder.AssertAgrees(hidden.AsSpan(row * size, size), Widen(pipeline.Text.Encode(prompt, default).ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_unet_agrees(string name)
    {
        var (folder, pipeline) = folders[name];
        var shape = pipeline.Unet.Native;
        using var batch = pipeline.Unet.CreateBatch(2, shape, pipeline.TakesPrompts ? pipeline.Text : null);
        var (sample, expected) = (Widen(folder.Data.Floats("unet.sample")), Widen(folder.Data.Floats("unet.out_sample")));
        for (var row = 0; row < 2; row++)
        {
            batch.SetSample(row, sample.AsSpan(row * shape.Length, shape.Length));
            if (pipeline.TakesPrompts)
            {
                var size = pipeline.Text.Length * pipeline.Text.Width;
                batch.SetCondition(row, folder.Data.Floats("text_encoder.last_hidden_state").AsSpan(row * size, size));
            }
        }

        batch.Run(folder.Data.Floats("unet.timestep")[0], default);

        var output = new double[shape.Length];
        for (var row = 0; row < 2; row++)
        {
            batch.GetOutput(row, output);
            folder.AssertAgrees(expected.AsSpan(row * shape.Length, shape.Length), output);
        }
    }

    [Theory]
    [MemberData(nameof(TextToImage))]
    public void The_encoder_gives_the_posteriors_mean_scaled(string name)
    {
        var (folder, pipeline) = folders[name];
        var image = ImageTensor.FromTensor(folder.Data.Floats("vae_encoder.sample"), 32, 32);
        var expected = Widen(folder.Data.Floats("vae_encoder.mean"));

        var latent = pipeline.Autoencoder.Encode(image);

        folder.AssertAgrees(expected, [.. latent.Select(value => value / pipeline.Autoencoder.ScalingFactor)]);
        Assert.Equal(latent, pipeline.Autoencoder.Encode(image));
    }

    [Theory]
    [MemberData(nameof(TextToImage))]
    public void The_decoder_agrees(string name)
    {
        var (folder, pipeline) = folders[name];
        var latent = Widen(folder.Data.Floats("vae_decoder.latent_sample"));
        var expected = Widen(folder.Data.Floats("vae_decoder.sample"));
        var pixels = new float[expected.Length];

        pipeline.Autoencoder.Decode([.. latent.Select(value => value * pipeline.Autoencoder.ScalingFactor)], new LatentShape(4, 4, 4), pixels);

        folder.AssertAgrees(expected, Widen(pixels));
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);
}
