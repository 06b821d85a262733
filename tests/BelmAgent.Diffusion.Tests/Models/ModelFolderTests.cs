using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Diffusion.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-model").FullName;

    public ModelFolderTests()
    {
        foreach (var file in Directory.EnumerateFiles(ToyTown.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(ToyTown.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [Theory]
    [InlineData("unet/model.onnx")]
    [InlineData("vae_encoder/model.onnx")]
    [InlineData("vae_decoder/model.onnx")]
    [InlineData("text_encoder/model.onnx")]
    [InlineData("tokenizer/vocab.json")]
    [InlineData("scheduler/scheduler_config.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(_folder, file));

        Assert.Equal(Path.Combine(_folder, file), Assert.Throws<ModelException>(Load).Path);
    }

    [Theory]
    [InlineData("unet/model.onnx")]
    [InlineData("vae_decoder/model.onnx")]
    [InlineData("text_encoder/model.onnx")]
    [InlineData("describer/model.onnx")]
    [InlineData("scheduler/scheduler_config.json")]
    [InlineData("describer/labels.json")]
    public void A_truncated_file_is_named(string file)
    {
        var path = Path.Combine(_folder, file);
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.Equal(path, Assert.Throws<ModelException>(Load).Path);
    }

    [Fact]
    public void A_model_in_the_wrong_place_is_refused_with_what_was_found()
    {
        File.Copy(Path.Combine(_folder, "vae_encoder/model.onnx"), Path.Combine(_folder, "unet/model.onnx"), overwrite: true);

        var exception = Assert.Throws<ModelException>(Load);

        Assert.Contains("timestep", exception.Expected, StringComparison.Ordinal);
        Assert.Contains("sample", exception.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("is missing", Assert.Throws<ModelException>(() => DiffusionPipeline.Load(Path.Combine(_folder, "nowhere"), new DeviceOptions())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_model_without_a_describer_loads()
    {
        Directory.Delete(Path.Combine(_folder, "describer"), recursive: true);
        using var pipeline = Load();

        Assert.Null(pipeline.Describer);
    }

    [Fact]
    public void The_hash_names_the_content_and_nothing_else()
    {
        var original = ModelFolder.Open(ToyTown.Path).Hash;
        Assert.Equal(64, original.Length);
        Assert.Equal(original, ModelFolder.Open(_folder).Hash);

        using (var stream = File.Open(Path.Combine(_folder, "unet/model.onnx"), FileMode.Open))
        {
            stream.Position = stream.Length / 2;
            var value = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(value ^ 1));
        }

        Assert.NotEqual(original, ModelFolder.Open(_folder).Hash);
    }

    [Theory]
    [InlineData("{\"guidance\": 3.5, \"steps\": 20}", 3.5, 20)]
    [InlineData("{\"guidance\": 0, \"steps\": 1}", null, null)]
    [InlineData("{}", null, null)]
    [InlineData(null, null, null)]
    public void A_model_may_say_what_it_is_best_edited_with(string? text, double? guidance, int? steps)
    {
        var file = Path.Combine(_folder, "editing.json");
        File.Delete(file);
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(new EditDefaults(guidance, steps), ModelFolder.Open(_folder).EditDefaults);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private DiffusionPipeline Load() => DiffusionPipeline.Load(_folder, new DeviceOptions { Provider = "cpu" });
}
