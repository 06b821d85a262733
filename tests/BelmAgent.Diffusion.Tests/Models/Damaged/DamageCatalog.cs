using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>Every damage that is tested, identical in every run.</summary>
internal static class DamageCatalog
{
    /// <summary>The file beside the model folders that a hostile model would read.</summary>
    public const string Canary = "canary.bin";

    private const int Seed = 20261;
    private static readonly string[] Networks = ["text_encoder", "unet", "vae_encoder", "vae_decoder", "describer"];
    private static readonly string[] Files =
    [
        .. Networks.Select(part => $"{part}/model.onnx"), "scheduler/scheduler_config.json", "tokenizer/vocab.json", "tokenizer/merges.txt",
        "tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json", "unet/config.json", "text_encoder/config.json",
        "vae_decoder/config.json", "vae_encoder/config.json", "describer/labels.json", "editing.json", "model_index.json",
    ];

    private static readonly string[] Needed = [.. Files[..8]];

    // Each damage of a graph hits the UNet and one in three of the other networks.
    public static IReadOnlyList<Damage> All { get; } =
    [
        .. Hostile(), .. Whole(), .. Flips(), .. Graphs().Where((damage, i) => i % 3 == 0 || damage.Name.EndsWith("in unet", StringComparison.Ordinal)), .. Configs(),
    ];

    /// <summary>Returns one in some of them, from the first.</summary>
    public static IReadOnlyList<Damage> Every(int step) => [.. All.Where((_, i) => i % step == 0)];

    // Files that are missing, empty, cut, or folders.
    private static IEnumerable<Damage> Whole()
    {
        foreach (var file in Files)
        {
            var isNeeded = Needed.Contains(file) && !file.StartsWith("describer", StringComparison.Ordinal);
            yield return new($"missing {file}", folder => File.Delete(Path.Combine(folder, file)), isNeeded);
            yield return new($"empty {file}", folder => File.WriteAllBytes(Path.Combine(folder, file), []), isNeeded && file != "tokenizer/merges.txt");
            yield return new($"a folder as {file}", folder =>
            {
                File.Delete(Path.Combine(folder, file));
                Directory.CreateDirectory(Path.Combine(folder, file));
            }, isNeeded);
            yield return new($"half of {file}", folder => Change(folder, file, bytes => bytes[..(bytes.Length / 2)]), file.EndsWith(".onnx", StringComparison.Ordinal));
        }

        foreach (var part in Networks)
        {
            var file = $"{part}/model.onnx";
            yield return new($"all but the last byte of {file}", folder => Change(folder, file, bytes => bytes[..^1]), true);
            yield return new($"zeros as {file}", folder => Change(folder, file, bytes => new byte[bytes.Length]), true);
            yield return new($"a page of the web as {file}", folder => File.WriteAllText(Path.Combine(folder, file), "<!doctype html><title>Sign in</title>"), true);
            yield return new($"a pointer to large storage as {file}", folder => File.WriteAllText(
                Path.Combine(folder, file), "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 8673124\n"), true);
        }
    }

    private static IEnumerable<Damage> Flips()
    {
        var random = new Random(Seed);
        foreach (var part in Networks)
        {
            for (var i = 0; i < 3; i++)
            {
                var (seed, isHead) = (random.Next(), i < 2);
                yield return new($"bits of {part} flipped in the {(isHead ? "graph" : "weights")}, {i}", folder => Change(folder, $"{part}/model.onnx", bytes =>
                {
                    var flips = new Random(seed);
                    for (var flip = 0; flip < (isHead ? 1 + i : 20); flip++)
                    {
                        // Nodes come first in the file, weights after them.
                        bytes[isHead ? flips.Next(Math.Min(20_000, bytes.Length)) : flips.Next(bytes.Length / 2, bytes.Length)] ^= (byte)(1 << flips.Next(8));
                    }

                    return bytes;
                }));
            }
        }
    }

    private static IEnumerable<Damage> Graphs()
    {
        foreach (var part in Networks)
        {
            Damage Graph(string name, Action<ModelProto> edit, bool mustBeRefused = true) =>
                new($"{name} in {part}", folder => Edit(folder, part, edit), mustBeRefused);

            yield return Graph("an input of int8", model => model.Graph.Input[0].Type.TensorType.ElemType = 3);
            yield return Graph("an output of bool", model => model.Graph.Output[0].Type.TensorType.ElemType = 9);
            yield return Graph("an input of text", model => model.Graph.Input[0].Type.TensorType.ElemType = 8);
            yield return Graph("an input of one rank more", model => model.Graph.Input[0].Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 }));
            yield return Graph("an input of rank 0", model => model.Graph.Input[0].Type.TensorType.Shape.Dim.Clear());
            yield return Graph("an input of a negative size", model => model.Graph.Input[0].Type.TensorType.Shape.Dim[^1] = new() { DimValue = -7 }, false);
            yield return Graph("an input of size 10^12", model => model.Graph.Input[0].Type.TensorType.Shape.Dim[^1] = new() { DimValue = 1_000_000_000_000 }, false);
            yield return Graph("an input twice", model => model.Graph.Input.Add(model.Graph.Input[0].Clone()));
            yield return Graph("an input that nothing feeds", model => model.Graph.Input.Add(Renamed(model.Graph.Input[0], "time_ids")));
            yield return Graph("no input", model => model.Graph.Input.Clear());
            yield return Graph("no output", model => model.Graph.Output.Clear());
            yield return Graph("no nodes", model => model.Graph.Node.Clear());
            yield return Graph("an operator that there is not", model => model.Graph.Node[0].OpType = "Teleport");
            yield return Graph("an operator set of the far future", model => model.OpsetImport[0].Version = 9999);
            yield return Graph("no weights", model => model.Graph.Initializer.Clear());
            yield return Graph("weights of a negative size", model => model.Graph.Initializer[0].Dims.Add(-1));
            yield return Graph("weights of 2^80 elements", model => model.Graph.Initializer[0].Dims.AddRange([1L << 40, 1L << 40]));
            yield return Graph("weights of another type", model => Weights(model).First().DataType = 11);
            yield return Graph("weights of an unknown type", model => Weights(model).First().DataType = 777);
            yield return Graph("weights cut off", model => Weights(model).First().RawData = ByteString.CopyFrom(1, 2, 3));
            yield return Graph("NaN in the weights", model => Fill(model, Half.NaN), part is not ("describer" or "vae_encoder"));
            yield return Graph("infinity in the weights", model => Fill(model, Half.PositiveInfinity), false);
            yield return Graph("a circle", model => model.Graph.Node[0].Input[0] = model.Graph.Node[^1].Output[0]);
        }
    }

    private static IEnumerable<Damage> Hostile()
    {
        var canary = $"../../{Canary}";
        (string Name, string Location, string? Offset, string? Length)[] paths =
        [
            ("up and out", canary, "0", null), ("up within the folder", "../vae_encoder/model.onnx", "0", null), ("an absolute path", "/etc/passwd", "0", null),
            ("by a link", "link.bin", "0", null), ("by a linked folder", $"linked/{Canary}", "0", null), ("backslashes", @"..\..\canary.bin", "0", null),
            ("NUL", "weights\0.pb", "0", null), ("very long", new string('a', 100_000), "0", null), ("nothing", "", "0", null), ("a dot", ".", "0", null),
            ("a device", "/dev/zero", "0", null), ("the graph's own memory", "*/_ORT_MEM_ADDR_/*", "4096", null), ("a file that is not there", "gone.pb", "0", null),
            ("a scheme", $"file:///{Canary}", "0", null), ("the folder", "sub", "0", null), ("beyond the end", "good.bin", "1000000000", null),
            ("an offset below 0", "good.bin", "-8", null), ("an offset beyond all numbers", "good.bin", "99999999999999999999", null), ("an offset in words", "good.bin", "first", null),
            ("too short a length", "good.bin", "0", "1"), ("too long a length", "good.bin", "0", "9000000000000000000"), ("a length below 0", "good.bin", "0", "-1"),
        ];
        foreach (var (name, location, offset, length) in paths)
        {
            yield return new($"external weights: {name}", folder =>
            {
                PlaceFiles(folder);
                Edit(folder, "unet", model => MakeExternal(Weights(model).First(), location, offset, length));
            }, true);
        }

        yield return new("external weights: in a node's constant", folder => Edit(folder, "unet", model =>
        {
            var constant = new NodeProto { OpType = "Constant", Output = { "stolen" }, Attribute = { new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = Weights(model).First().Clone() } } };
            MakeExternal(constant.Attribute[0].T, canary, "0", null);
            model.Graph.Node.Insert(0, constant);
        }), true);
        yield return new("external weights: in a branch of a node", folder => Edit(folder, "unet", model =>
        {
            var stolen = Weights(model).First().Clone();
            MakeExternal(stolen, canary, "0", null);
            model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = new GraphProto { Name = "b", Initializer = { stolen } } });
        }), true);
        yield return new("external weights: two places at once", folder =>
        {
            PlaceFiles(folder);
            Edit(folder, "unet", model =>
            {
                MakeExternal(Weights(model).First(), "good.bin", "0", null);
                Weights(model).First().ExternalData.Add(new StringStringEntryProto { Key = "location", Value = canary });
            });
        }, true);
        yield return new("external weights: a place within, all there", folder =>
        {
            PlaceFiles(folder);
            Edit(folder, "unet", model =>
            {
                var tensor = Weights(model).First();
                File.WriteAllBytes(Path.Combine(folder, "unet/right.bin"), tensor.RawData.ToByteArray());
                MakeExternal(tensor, "right.bin", "0", $"{tensor.RawData.Length}");
            });
        });
    }

    private static IEnumerable<Damage> Configs()
    {
        (string File, string Key, JsonNode? Value, bool MustBeRefused)[] values =
        [
            ("vae_decoder/config.json", "scaling_factor", 0, true), ("vae_decoder/config.json", "scaling_factor", -1, true), ("vae_decoder/config.json", "scaling_factor", "NaN", true),
            ("vae_decoder/config.json", "scaling_factor", 1e300, true), ("vae_decoder/config.json", "block_out_channels", new JsonArray(), true),
            ("vae_decoder/config.json", "block_out_channels", new JsonArray([.. Enumerable.Range(1, 40).Select(i => (JsonNode)i)]), true),
            ("vae_decoder/config.json", "block_out_channels", new JsonArray(1, 2), true), ("vae_decoder/config.json", "latent_channels", 1_000_000_000, true),
            ("unet/config.json", "sample_size", 1_000_000_000, true), ("unet/config.json", "sample_size", 0, true), ("unet/config.json", "sample_size", -16, true),
            ("unet/config.json", "sample_size", 15, false), ("unet/config.json", "sample_size", "large", true), ("unet/config.json", "in_channels", 0, true), ("unet/config.json", "in_channels", 9, false),
            ("scheduler/scheduler_config.json", "num_train_timesteps", 0, true), ("scheduler/scheduler_config.json", "num_train_timesteps", -5, true),
            ("scheduler/scheduler_config.json", "num_train_timesteps", 2_000_000_000, true), ("scheduler/scheduler_config.json", "num_train_timesteps", 1e300, true), ("scheduler/scheduler_config.json", "num_train_timesteps", 2.5, true),
            ("scheduler/scheduler_config.json", "beta_start", 1.5, true), ("scheduler/scheduler_config.json", "beta_end", 2, true), ("scheduler/scheduler_config.json", "beta_end", -0.1, true),
            ("scheduler/scheduler_config.json", "beta_end", 0.9999999, true), ("scheduler/scheduler_config.json", "beta_schedule", "squaredcos_cap_v3", true), ("scheduler/scheduler_config.json", "prediction_type", "sample?", true),
            ("scheduler/scheduler_config.json", "trained_betas", new JsonArray(), true), ("scheduler/scheduler_config.json", "trained_betas", new JsonArray(0.1, 7), true),
            ("scheduler/scheduler_config.json", "steps_offset", -1, true), ("scheduler/scheduler_config.json", "timestep_spacing", 7, true), ("scheduler/scheduler_config.json", "rescale_betas_zero_snr", true, true),
            ("tokenizer/tokenizer_config.json", "model_max_length", 1e300, false), ("tokenizer/tokenizer_config.json", "model_max_length", 0, false), ("tokenizer/tokenizer_config.json", "model_max_length", 50_000, false), ("tokenizer/tokenizer_config.json", "model_max_length", "long", true),
            ("tokenizer/special_tokens_map.json", "eos_token", "<|nowhere|>", true), ("tokenizer/special_tokens_map.json", "eos_token", new JsonObject { ["content"] = 7 }, true),
            ("tokenizer/special_tokens_map.json", "pad_token", new JsonArray(), true), ("tokenizer/special_tokens_map.json", "unk_token", "", true), ("text_encoder/config.json", "hidden_size", -1, false),
            ("tokenizer/vocab.json", "<|endoftext|>", 100_000, true), ("tokenizer/vocab.json", "<|startoftext|>", -3, true), ("tokenizer/vocab.json", "<|startoftext|>", "first", true),
            ("describer/labels.json", "heads", new JsonArray(), true), ("describer/labels.json", "heads", 7, true), ("describer/labels.json", "caption", null, true), ("describer/labels.json", "caption", new JsonObject(), true),
            ("editing.json", "guidance", "much", false), ("editing.json", "steps", -1, false),
        ];
        foreach (var (file, key, value, mustBeRefused) in values)
        {
            yield return new($"{file}: {key} is {value?.ToJsonString() ?? "null"}", folder => Config(folder, file, root => root[key] = value?.DeepClone()), mustBeRefused);
        }

        yield return new("labels.json: a head with a label more", folder => Config(folder, "describer/labels.json", root => root["heads"]![0]!["labels"]!.AsArray().Add("fog")), true);
        yield return new("labels.json: a head with a label less", folder => Config(folder, "describer/labels.json", root => root["heads"]![0]!["labels"]!.AsArray().RemoveAt(0)), true);
        yield return new("labels.json: a head without labels", folder => Config(folder, "describer/labels.json", root => root["heads"]![0]!["labels"] = new JsonArray()), true);
        yield return new("labels.json: a head twice", folder => Config(folder, "describer/labels.json", root => root["heads"]!.AsArray().Add(root["heads"]![0]!.DeepClone())), true);
        yield return new("labels.json: a label of null", folder => Config(folder, "describer/labels.json", root => root["heads"]![0]!["labels"]![0] = null), true);
        yield return new("vocab.json: nothing in it", folder => File.WriteAllText(Path.Combine(folder, "tokenizer/vocab.json"), "{}"), true);
        yield return new("vocab.json: one token", folder => File.WriteAllText(Path.Combine(folder, "tokenizer/vocab.json"), """{"a": 0}"""), true);
        yield return new("merges.txt: words", folder => File.WriteAllText(Path.Combine(folder, "tokenizer/merges.txt"), "these are no merges of a tokenizer\nat all"), true);
        yield return new("merges.txt: merges of tokens that there are not", folder => File.WriteAllText(Path.Combine(folder, "tokenizer/merges.txt"), "#version: 0.2\nzq qz\n"), false);
        foreach (var (name, text) in ((string, string)[])
                 [("words", "no JSON"), ("a list", "[]"), ("null", "null"), ("deep", new string('[', 100_000)), ("a number of a thousand digits", $"{{\"sample_size\": {new string('9', 1000)}}}"), ("not UTF-8", "{\"a\": \"\uDC00\"}")])
        {
            foreach (var file in (string[])["unet/config.json", "vae_decoder/config.json", "scheduler/scheduler_config.json", "tokenizer/tokenizer_config.json", "tokenizer/vocab.json", "describer/labels.json"])
            {
                yield return new($"{file}: {name}", folder => File.WriteAllBytes(Path.Combine(folder, file), [.. text.Select(character => (byte)character)]), name is "words" or "a list" or "deep" or "null");
            }
        }
    }

    private static void PlaceFiles(string folder)
    {
        var unet = Path.Combine(folder, "unet");
        File.WriteAllBytes(Path.Combine(unet, "good.bin"), new byte[64]);
        Directory.CreateDirectory(Path.Combine(unet, "sub"));
        File.CreateSymbolicLink(Path.Combine(unet, "link.bin"), Path.Combine(folder, "..", Canary));
        Directory.CreateSymbolicLink(Path.Combine(unet, "linked"), Path.Combine(folder, ".."));
    }

    private static void MakeExternal(TensorProto tensor, string location, string? offset, string? length)
    {
        tensor.ClearRawData();
        tensor.FloatData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        foreach (var (key, value) in new[] { ("offset", offset), ("length", length) })
        {
            if (value is not null)
            {
                tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            }
        }
    }

    // ToyTown stores its weights in half precision.
    private static IEnumerable<TensorProto> Weights(ModelProto model) =>
        model.Graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float16 && tensor.RawData.Length > 64);

    private static void Fill(ModelProto model, Half value)
    {
        foreach (var tensor in Weights(model))
        {
            var numbers = new Half[tensor.RawData.Length / 2];
            numbers.AsSpan().Fill(value);
            tensor.RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
        }
    }

    private static ValueInfoProto Renamed(ValueInfoProto value, string name)
    {
        var renamed = value.Clone();
        renamed.Name = name;
        return renamed;
    }

    private static void Edit(string folder, string part, Action<ModelProto> edit) => Change(folder, $"{part}/model.onnx", bytes =>
    {
        var model = ModelProto.Parser.ParseFrom(bytes);
        edit(model);
        return model.ToByteArray();
    });

    private static void Config(string folder, string file, Action<JsonObject> edit)
    {
        var path = Path.Combine(folder, file);
        var root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(root);
        File.WriteAllText(path, root.ToJsonString());
    }

    private static void Change(string folder, string file, Func<byte[], byte[]> change)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }
}
