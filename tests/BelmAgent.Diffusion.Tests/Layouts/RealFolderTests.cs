using System.Text;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Vision;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Peculiarities of real model folders: huge token limits, byte-order marks, weights for other frameworks beside broken parts.</summary>
public sealed class RealFolderTests : IDisposable
{
    private const string Prompt = "a red house on the left, on grass, under a sunset sky";
    private const string Export = "has weights for PyTorch but not for ONNX";
    private readonly LayoutFolder _folder = new(LayoutFolder.OptimumNew);

    public static TheoryData<string> JsonFiles =>
    [
        "scheduler/scheduler_config.json", "tokenizer/vocab.json", "tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json",
        "text_encoder/config.json", "unet/config.json", "vae_decoder/config.json", "vae_encoder/config.json",
    ];

    [Theory]
    [InlineData("1000000000000000019884624838656", 77)]
    [InlineData("1e400", 77)]
    [InlineData("99999", 77)]
    [InlineData("512", 77)]
    [InlineData("78", 77)]
    [InlineData("null", 77)]
    [InlineData("0", 77)]
    [InlineData("-1", 77)]
    [InlineData("20", 20)]
    public void A_text_is_as_long_as_its_encoder_whatever_the_tokenizer_says(string limit, int length)
    {
        SetLimit(limit);

        AssertLength(length);
    }

    [Theory]
    [InlineData(LayoutFolder.Diffusers)]
    [InlineData(LayoutFolder.OptimumOld)]
    [InlineData(LayoutFolder.Half)]
    [InlineData(LayoutFolder.Sd2)]
    public void So_it_is_in_every_layout_with_or_without_a_config_of_the_encoder(string name)
    {
        using var folder = new LayoutFolder(name);
        File.WriteAllText(folder.File("tokenizer/tokenizer_config.json"), """{"model_max_length": 1e30, "pad_token": "<|endoftext|>"}""");

        using var pipeline = folder.Load();

        Assert.Equal(77, pipeline.Text.Length);
        Assert.Equal(77 * pipeline.Text.Width, pipeline.Text.Encode(Prompt, TestContext.Current.CancellationToken).Length);
    }

    [Theory]
    [InlineData("512")]
    [InlineData("20")]
    public void A_length_that_the_graph_fixes_counts_alone(string limit)
    {
        SetLimit(limit);
        _folder.Change("text_encoder", graph =>
        {
            foreach (var port in graph.Input.Concat(graph.Output.Where(output => output.Name == "last_hidden_state")))
            {
                port.Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimValue = 77 };
            }
        });

        AssertLength(77);
    }

    [Fact]
    public void Positions_that_the_config_says_are_the_most_where_the_graph_is_silent()
    {
        SetLimit("1e30");
        Edit("text_encoder/config.json", config => config["max_position_embeddings"] = 32);
        _folder.Change("text_encoder", graph =>
        {
            foreach (var weights in graph.Initializer.Where(weights => weights.Name.Contains("position", StringComparison.Ordinal)))
            {
                foreach (var node in graph.Node)
                {
                    for (var i = 0; i < node.Input.Count; i++)
                    {
                        node.Input[i] = node.Input[i] == weights.Name ? "folded" : node.Input[i];
                    }
                }

                weights.Name = "folded";
            }
        });

        AssertLength(32);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("512")]
    [InlineData("\"many\"")]
    public void The_encoders_own_positions_come_before_what_its_config_says(string value)
    {
        SetLimit("1e30");
        Edit("text_encoder/config.json", config => config["max_position_embeddings"] = JsonNode.Parse(value));

        AssertLength(77);
    }

    [Fact]
    public void A_network_for_texts_of_another_length_is_refused_when_it_is_checked_and_when_it_is_loaded()
    {
        _folder.Change("unet", graph => graph.Input("encoder_hidden_states").Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimValue = 32 });

        Assert.Contains("77 text embeddings", Assert.Single(Check().Faults).Sentence, StringComparison.Ordinal);
        Assert.Contains("32", Assert.Throws<ModelException>(_folder.Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(JsonFiles))]
    public void A_byte_order_mark_changes_nothing(string file)
    {
        var expected = Embedding();
        var text = File.ReadAllText(_folder.File(file));
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UTF32Encoding(false, true)])
        {
            File.WriteAllText(_folder.File(file), text, encoding);

            Assert.Empty(Check().Faults);
            Assert.Equal(expected, Embedding());
        }
    }

    [Theory]
    [InlineData("tokenizer/merges.txt")]
    [InlineData("describer/labels.json")]
    [InlineData("editing.json")]
    public void Nor_does_it_in_the_files_that_only_some_models_have(string file)
    {
        var place = Directory.CreateTempSubdirectory("belm-bom").FullName;
        try
        {
            foreach (var original in Directory.EnumerateFiles(ToyTown.Path, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(place, Path.GetRelativePath(ToyTown.Path, original));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(original, copy);
            }

            var path = Path.Combine(place, file);
            File.WriteAllText(path, File.ReadAllText(path), new UTF8Encoding(true));

            Assert.Empty(ModelCheck.Run(place, TestContext.Current.CancellationToken).Faults);
            Assert.Equal(ModelFolder.Open(ToyTown.Path).EditDefaults, ModelFolder.Open(place).EditDefaults);
            Assert.Equal(ClipTokenizer.Load(Path.Combine(ToyTown.Path, "tokenizer")).Encode(Prompt), ClipTokenizer.Load(Path.Combine(place, "tokenizer")).Encode(Prompt));
            Assert.NotEmpty(SceneGrammar.Load(Path.Combine(place, "describer", "labels.json")).Heads);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Theory]
    [InlineData("-Infinity")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    public void Numbers_as_Python_writes_them_are_read(string number)
    {
        var path = _folder.File("scheduler/scheduler_config.json");
        File.WriteAllText(path, $"{{\"lambda_min_clipped\": {number}, \"note\": \"up to {number}, \\\"{number}\\\"\"," + File.ReadAllText(path).TrimStart()[1..]);

        Assert.Empty(Check().Faults);
        using var pipeline = _folder.Load();
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("{\"a\": Nan}")]
    [InlineData("{\"a\": 1} \uFEFF")]
    public void What_is_no_JSON_stays_refused(string text)
    {
        File.WriteAllText(_folder.File("unet/config.json"), text);

        Assert.Contains("not JSON", Assert.Single(Check().Faults).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".bin")]
    [InlineData(".ckpt")]
    public void A_broken_part_is_told_though_weights_for_another_framework_lie_beside_it(string ending)
    {
        File.WriteAllText(_folder.File($"unet/diffusion_pytorch_model{ending}"), "weights");
        foreach (var part in (string[])["unet", "vae_encoder", "vae_decoder", "text_encoder"])
        {
            File.WriteAllText(_folder.File($"{part}/model.onnx"), "no graph");
        }

        var faults = Check().Faults;

        Assert.DoesNotContain(faults, fault => fault.Sentence.Contains(Export, StringComparison.Ordinal));
        Assert.All((string[])["unet", "vae_encoder", "vae_decoder", "text_encoder"], part =>
            Assert.Contains(faults, fault => fault.Path == _folder.File($"{part}/model.onnx") && fault.Sentence.Contains("not a complete ONNX graph", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_part_that_is_missing_among_others_is_told_as_missing()
    {
        File.Delete(_folder.File("unet/model.onnx"));
        File.WriteAllText(_folder.File("unet/diffusion_pytorch_model.safetensors"), "weights");

        Assert.Contains("unet/model.onnx is missing", Assert.Single(Check().Faults).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_under_other_names_are_not_taken_for_none()
    {
        foreach (var part in (string[])["unet", "vae_encoder", "vae_decoder", "text_encoder"])
        {
            File.Move(_folder.File($"{part}/model.onnx"), _folder.File($"{part}/model_fp16.onnx"));
        }

        File.WriteAllText(_folder.File("unet/diffusion_pytorch_model.safetensors"), "weights");

        var faults = Check().Faults;

        Assert.Equal(4, faults.Count);
        Assert.All(faults, fault => Assert.Contains("model.onnx is missing", fault.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_no_network_is_for_ONNX_one_sentence_says_so_and_other_faults_stay()
    {
        foreach (var part in (string[])["unet", "vae_encoder", "vae_decoder", "text_encoder"])
        {
            File.Delete(_folder.File($"{part}/model.onnx"));
            File.WriteAllText(_folder.File($"{part}/model.safetensors"), "weights");
        }

        Assert.Contains(Export, Assert.Single(Check().Faults).Sentence, StringComparison.Ordinal);

        File.WriteAllText(_folder.File("scheduler/scheduler_config.json"), """{"_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": 3.0}""");
        var faults = Check().Faults;

        Assert.Equal(2, faults.Count);
        Assert.Contains("_class_name", faults[1].Sentence, StringComparison.Ordinal);
        Assert.Contains("flow matching", faults[1].Sentence, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ModelReport Check() => ModelCheck.Run(_folder.Path, TestContext.Current.CancellationToken);

    private void SetLimit(string limit)
    {
        var path = _folder.File("tokenizer/tokenizer_config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"model_max_length\": 77", $"\"model_max_length\": {limit}", StringComparison.Ordinal));
    }

    private void Edit(string file, Action<JsonObject> change)
    {
        var config = JsonNode.Parse(File.ReadAllText(_folder.File(file)))!.AsObject();
        change(config);
        File.WriteAllText(_folder.File(file), config.ToJsonString());
    }

    private void AssertLength(int length)
    {
        var report = Check();
        Assert.Empty(report.Faults);
        Assert.Equal(length, report.Tokenizer!.Length);
        using var pipeline = _folder.Load();
        Assert.Equal(length, pipeline.Text.Length);
        Assert.Equal(length * pipeline.Text.Width, pipeline.Text.Encode(string.Join(' ', Enumerable.Repeat(Prompt, 20)), TestContext.Current.CancellationToken).Length);
    }

    private float[] Embedding()
    {
        using DiffusionPipeline pipeline = _folder.Load();
        return pipeline.Text.Encode(Prompt, TestContext.Current.CancellationToken).ToArray();
    }
}
