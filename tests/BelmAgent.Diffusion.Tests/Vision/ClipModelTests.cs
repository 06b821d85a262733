using System.Numerics.Tensors;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Tests.Vision;

public class ClipModelTests
{
    private static readonly RgbImage Red = RgbImage.Filled(40, 24, new RgbColor(255, 0, 0));
    private static readonly RgbImage Blue = RgbImage.Filled(24, 40, new RgbColor(0, 0, 255));

    [Theory]
    [InlineData("whole")]
    [InlineData("split")]
    public void What_belongs_together_lies_near(string export)
    {
        using var folder = new ToyClipFolder(export);
        using var clip = Load(folder)!;

        Assert.True(Cosine(clip.EmbedImage(Red), clip.EmbedText("a red house")) > Cosine(clip.EmbedImage(Red), clip.EmbedText("a blue house")));
        Assert.True(Cosine(clip.EmbedImage(Blue), clip.EmbedText("a blue house")) > Cosine(clip.EmbedImage(Blue), clip.EmbedText("a red house")));
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("split")]
    public void Vectors_have_length_one(string export)
    {
        using var folder = new ToyClipFolder(export);
        using var clip = Load(folder)!;

        Assert.All([clip.EmbedImage(Red), clip.EmbedText("a red house"), clip.EmbedText("")], vector =>
        {
            Assert.Equal(clip.Width, vector.Length);
            Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 1e-3);
        });
    }

    // The end token counts once and the colour once; unmasked padding would outweigh the colour.
    [Theory]
    [InlineData("whole")]
    [InlineData("split")]
    public void Padding_is_not_seen(string export)
    {
        using var folder = new ToyClipFolder(export);
        using var clip = Load(folder)!;

        Assert.Equal(Math.Sqrt(2.0 / 3 / ((2.0 / 3) + 1)), TensorPrimitives.Norm<float>(clip.EmbedText("red").AsSpan(0, 3)), 1e-3);
    }

    [Fact]
    public void Both_exports_see_the_same()
    {
        using var wholeFolder = new ToyClipFolder("whole");
        using var splitFolder = new ToyClipFolder("split");
        using var whole = Load(wholeFolder)!;
        using var split = Load(splitFolder)!;

        Assert.Equal(1, Cosine(whole.EmbedImage(Red), split.EmbedImage(Red)), 1e-3);
        Assert.Equal(1, Cosine(whole.EmbedText("a red house"), split.EmbedText("a red house")), 1e-3);
    }

    [Fact]
    public void Pictures_are_normalised_as_the_preprocessor_config_says()
    {
        using var folder = new ToyClipFolder();
        using (var asTrained = Load(folder)!)
        {
            Assert.True(asTrained.EmbedImage(Red)[0] > 0);
        }

        // As if red were the only content of pictures: a red picture's remainder is less red than a grey one's.
        File.WriteAllText(folder["clip/preprocessor_config.json"], """{"image_mean":[3,0.4578275,0.40821073],"crop_size":{"height":8,"width":8}}""");
        using var clip = Load(folder)!;

        Assert.True(clip.EmbedImage(Red)[0] < 0);
    }

    [Fact]
    public void A_tokenizer_beside_the_graph_is_used_before_the_models_own()
    {
        using var folder = new ToyClipFolder();
        foreach (var file in (string[])["vocab.json", "merges.txt"])
        {
            File.Copy(folder[$"tokenizer/{file}"], folder[$"clip/{file}"]);
        }

        File.WriteAllText(folder["clip/vocab.json"], "{");

        Assert.Equal(folder["clip/vocab.json"], Assert.Throws<ModelException>(() => Load(folder)).Path);
    }

    [Fact]
    public void A_folder_without_clip_has_none()
    {
        using var folder = new ToyClipFolder(null);

        Assert.Null(Load(folder));
    }

    [Theory]
    [InlineData("whole", "clip/model.onnx")]
    [InlineData("split", "clip/vision_model.onnx")]
    [InlineData("split", "clip/text_model.onnx")]
    public void A_truncated_file_is_named(string export, string file)
    {
        using var folder = new ToyClipFolder(export);
        using (var stream = File.OpenWrite(folder[file]))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.Equal(folder[file], Assert.Throws<ModelException>(() => Load(folder)).Path);
    }

    [Theory]
    [InlineData("clip/vision_model.onnx")]
    [InlineData("clip/text_model.onnx")]
    public void A_missing_half_is_named(string file)
    {
        using var folder = new ToyClipFolder("split");
        File.Delete(folder[file]);

        Assert.Equal(folder[file], Assert.Throws<ModelException>(() => Load(folder)).Path);
    }

    [Fact]
    public void Another_network_in_its_place_is_refused()
    {
        using var folder = new ToyClipFolder();
        File.Copy(folder["describer/model.onnx"], folder["clip/model.onnx"], overwrite: true);

        Assert.NotNull(Assert.Throws<ModelException>(() => Load(folder)).Expected);
    }

    [Theory]
    [InlineData("""{"image_std":[1,1,0]}""")]
    [InlineData("""{"image_mean":[1]}""")]
    [InlineData("""{"size":"big"}""")]
    [InlineData("""{"size":0}""")]
    public void A_preprocessor_config_of_no_sense_is_named(string config)
    {
        using var folder = new ToyClipFolder();
        File.WriteAllText(folder["clip/preprocessor_config.json"], config);

        Assert.Equal(folder["clip/preprocessor_config.json"], Assert.Throws<ModelException>(() => Load(folder)).Path);
    }

    [Fact]
    public void Threads_may_share_it()
    {
        using var folder = new ToyClipFolder();
        using var clip = Load(folder)!;
        var (text, image) = (clip.EmbedText("a red house"), clip.EmbedImage(Red));

        Parallel.For(0, 16, i => Assert.Equal(
            1, i % 2 == 0 ? Cosine(text, clip.EmbedText("a red house")) : Cosine(image, clip.EmbedImage(Red)), 1e-5));
    }

    private static ClipModel? Load(ToyClipFolder folder) => ClipModel.Load(ModelFolder.Open(folder.Path), new DeviceOptions { Provider = "cpu", Threads = 1 });

    private static float Cosine(float[] one, float[] other) => TensorPrimitives.CosineSimilarity<float>(one, other);
}
