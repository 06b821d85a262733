using System.Text.Json.Nodes;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Diffusion.Tests.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.Unet;

/// <summary>Attention written as one operator computes the same as the original graph, and anything but plain attention is unchanged.</summary>
public class AttentionFusionTests
{
    private static readonly LatentShape Small = new(GraphSketch.Channels, GraphSketch.Side, GraphSketch.Side);
    private static readonly LatentShape Large = new(4, 64, 64);
    private static readonly DeviceOptions Cpu = new() { Provider = "cpu", Threads = 1 };
    private readonly ParityData _data = new(SdUnet.Data("parity.safetensors"));

    [Theory]
    [InlineData(SdUnet.Torch1, SdUnet.Torch1, "b1", 1e-4, Explicit = true)]
    [InlineData(SdUnet.Torch1, SdUnet.Torch1, "b2", 1e-4)]
    [InlineData(SdUnet.Torch2, SdUnet.Torch2, "b1", 1e-4, Explicit = true)]
    [InlineData(SdUnet.Torch2, SdUnet.Torch2, "b2", 1e-4)]
    [InlineData(SdUnet.Half, SdUnet.Torch2, "b1", 2e-2, Explicit = true)]
    [InlineData(SdUnet.Half, SdUnet.Torch2, "b2", 2e-2)]
    public void A_fused_unet_agrees_with_the_framework(string name, string style, string batch, double tolerance)
    {
        using var unet = new SdUnet(name);
        var path = unet.Folder.Model("unet");
        var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        Assert.Equal(32, AttentionFusion.Apply(graph, Large, largestMap: 0));
        Assert.DoesNotContain(graph.Graph.Node, node => node.OpType == "Softmax");

        using var model = OnnxModel.Load(path, graph.ToByteArray(), Cpu);
        SdUnetParityTests.AssertAgrees(model, _data, style, batch, tolerance);
    }

    [Theory]
    [InlineData(SdUnet.Torch1, 64, 5, Explicit = true)]
    [InlineData(SdUnet.Torch2, 64, 5)]
    [InlineData(SdUnet.Half, 64, 5)]
    [InlineData(SdUnet.Torch2, 32, 0)]
    public void By_default_the_self_layers_of_the_largest_maps_are_fused_with_control_and_without(string name, int side, int layers)
    {
        // Two layers on the way down and three on the way up at each level; 64 by 64 latents have one level of more than 1024 tokens.
        using var unet = new SdUnet(name);
        var plain = ModelProto.Parser.ParseFrom(File.ReadAllBytes(unet.Folder.Model("unet")));
        var controlled = plain.Clone();
        _ = AttentionInstrumenter.Apply("unet.onnx", controlled, new LatentShape(4, side, side), new AttentionControlOptions());

        Assert.Equal(layers, AttentionFusion.Apply(plain, new LatentShape(4, side, side)));
        Assert.Equal(layers, AttentionFusion.Apply(controlled, new LatentShape(4, side, side)));
    }

    [Fact]
    public void A_large_network_is_fused_when_it_is_loaded_and_computes_the_same_bits_with_control_off()
    {
        using var unet = new SdUnet(SdUnet.Torch2);
        Configure(unet, side: 64);
        using var plain = UnetModel.Load(unet.Folder, Cpu);
        using var controlled = UnetModel.LoadControlled(unet.Folder, Cpu, new AttentionControlOptions { CacheFolder = Path.Combine(unet.Folder.Path, "cache") });
        using var untouched = OnnxModel.Load(unet.Folder.Model("unet"), Cpu);
        using var text = TextEncoder.Load(unet.Folder, Cpu);

        var fused = Run(plain.CreateBatch(2, Large, text), text.Length * text.Width);

        Assert.Equal(fused, Run(controlled.CreateBatch(2, Large, text), text.Length * text.Width));
        var file = Run(new UnetBatch(untouched, null, 2, Large, text.Length, text.Width), text.Length * text.Width);
        Assert.NotEqual(file, fused);
        Assert.All(file.Zip(fused), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void A_small_network_is_left_as_it_is() => Assert.Null(AttentionFusion.Fuse(Path.Combine(ToyTown.Path, "unet", "model.onnx"), new LatentShape(4, 16, 16)));

    [Theory]
    [InlineData("a map that is taken elsewhere")]
    [InlineData("a mask")]
    [InlineData("another function")]
    [InlineData("a scale of zero")]
    [InlineData("a map that is an output")]
    [InlineData("an old Softmax")]
    [InlineData("another axis")]
    [InlineData("einsum")]
    public void What_is_not_plain_attention_is_left(string what)
    {
        var sketch = what switch
        {
            "a mask" => new GraphSketch { Map = (drawn, scores) => drawn.Op("Softmax", drawn.Op("Add", scores, drawn.Op("Sqrt", drawn.Scalar(2)))) },
            "another function" => new GraphSketch { Map = (drawn, scores) => drawn.Op("Softmax", drawn.Op("Neg", scores)) },
            "a scale of zero" => new GraphSketch { Map = (drawn, scores) => drawn.Op("Softmax", drawn.Op("Mul", scores, drawn.Scalar(0))) },
            "a map that is an output" => new GraphSketch { Map = Exported },
            "an old Softmax" => new GraphSketch(opset: 12),
            "another axis" => new GraphSketch { Map = OverQueries },
            "einsum" => new GraphSketch { Times = (drawn, a, b) => drawn.Einsum("bhij,bhjd->bhid", a, b) },
            _ => new GraphSketch { AfterMap = TakenTwice },
        };
        var model = sketch.Unet();
        var before = model.Clone();

        Assert.Equal(0, AttentionFusion.Apply(model, Small, largestMap: 0));
        Assert.Equal(before, model);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_layout_of_heads_computes_the_same(bool headsInRows)
    {
        var plain = new GraphSketch { HeadsInRows = headsInRows }.Unet();
        var fused = plain.Clone();
        Assert.Equal(4, AttentionFusion.Apply(fused, Small, largestMap: 0));

        Assert.All(Run(plain).Zip(Run(fused)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Scales_and_divisors_are_kept()
    {
        var plain = new GraphSketch
        {
            Map = (drawn, scores) => drawn.Op("Softmax", drawn.Op("Div", drawn.Op("Mul", drawn.Scalar(6), scores), drawn.Scalar(2))),
        }.Unet();
        var fused = plain.Clone();
        Assert.Equal(4, AttentionFusion.Apply(fused, Small, largestMap: 0));

        Assert.All(Run(plain).Zip(Run(fused)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Contains(Run(plain).Zip(Run(new GraphSketch().Unet())), pair => Math.Abs(pair.First - pair.Second) > 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Controlled_attention_is_fused_where_its_map_is_not_edited(int rows)
    {
        var plain = new GraphSketch().Unet();
        var layout = AttentionInstrumenter.Apply("unet.onnx", plain, Small, new AttentionControlOptions { MaxSelfTokens = 0, BlendTokens = 1 });
        var fused = plain.Clone();
        Assert.Equal(2, AttentionFusion.Apply(fused, Small, largestMap: 0));

        Assert.All(Run(plain, rows, layout).Zip(Run(fused, rows, layout)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Where_the_operator_is_missing_the_graph_itself_is_loaded()
    {
        var plain = new GraphSketch(type: TensorProto.Types.DataType.Double).Unet();
        var fused = plain.Clone();
        Assert.Equal(4, AttentionFusion.Apply(fused, Small, largestMap: 0));

        Assert.Contains("cannot be used", Assert.Throws<ModelException>(() => Run(fused)).Message, StringComparison.Ordinal);
        Assert.Equal(Run(plain), Run(plain, onCpu: fused.ToByteArray));
    }

    [Fact]
    public void A_graph_for_the_cpu_is_the_one_that_runs()
    {
        var scaled = new GraphSketch { Map = (drawn, scores) => drawn.Op("Softmax", drawn.Op("Mul", drawn.Scalar(6), scores)) }.Unet();

        Assert.Equal(Run(scaled), Run(new GraphSketch().Unet(), onCpu: scaled.ToByteArray));
    }

    [Theory]
    [InlineData(SdUnet.Torch1, Explicit = true)]
    [InlineData(SdUnet.Torch2)]
    public void Damaged_graphs_neither_throw_nor_hang(string name)
    {
        using var unet = new SdUnet(name);
        var whole = ModelProto.Parser.ParseFrom(File.ReadAllBytes(unet.Folder.Model("unet")));
        var random = new Random(11);
        for (var round = 0; round < 8; round++)
        {
            var damaged = whole.Clone();
            for (var damage = 0; damage < 60; damage++)
            {
                var node = damaged.Graph.Node[random.Next(damaged.Graph.Node.Count)];
                switch (random.Next(4))
                {
                    case 0:
                        node.Input.Clear();
                        break;
                    case 1:
                        node.Output.Clear();
                        break;
                    case 2 when node.Input.Count > 0 && node.Output.Count > 0:
                        node.Input[random.Next(node.Input.Count)] = node.Output[0];
                        break;
                    default:
                        node.Attribute.Clear();
                        break;
                }
            }

            _ = AttentionFusion.Fuse(damaged.ToByteArray(), Large);
            _ = AttentionFusion.Apply(damaged, Large, largestMap: 0);
        }
    }

    private static void Configure(SdUnet unet, int side)
    {
        var path = Path.Combine(unet.Folder.Path, "unet", "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        config["sample_size"] = side;
        File.WriteAllText(path, config.ToJsonString());
    }

    private static string Exported(GraphSketch drawn, string scores)
    {
        var map = drawn.Op("Softmax", scores);
        drawn.Model.Graph.Output.Add(new ValueInfoProto { Name = map });
        return map;
    }

    private static string OverQueries(GraphSketch drawn, string scores)
    {
        var node = drawn.Node("Softmax", scores);
        node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 2 });
        return node.Output[0];
    }

    private static string TakenTwice(GraphSketch drawn, string map) => drawn.Op("Sum", map, drawn.Op("Sub", map, map));

    private static double[] Run(ModelProto graph, int rows = 2, AttentionLayout? layout = null, Func<byte[]>? onCpu = null)
    {
        var shape = Small;
        using var model = OnnxModel.Load(Path.GetFullPath("unet.onnx"), graph.ToByteArray(), Cpu, contract: null, onCpu);
        var batch = new UnetBatch(model, layout, rows, shape, GraphSketch.Words, GraphSketch.TextWidth);
        batch.Control?.SetCross(
            [.. Enumerable.Range(0, GraphSketch.Words * GraphSketch.Words).Select(i => i % 7 / 10f)], [.. Enumerable.Repeat(0.4f, GraphSketch.Words)]);
        batch.Control?.SetMutual([0.6f, 0.25f]);
        return Run(batch, GraphSketch.Words * GraphSketch.TextWidth);
    }

    private static double[] Run(UnetBatch batch, int condition)
    {
        using (batch)
        {
            var length = batch.Shape.Length;
            var output = new double[batch.Rows * length];
            for (var row = 0; row < batch.Rows; row++)
            {
                batch.SetSample(row, ToyTown.Noise(length, seed: row));
                batch.SetCondition(row, [.. ToyTown.Noise(condition, seed: 10 + row).Select(value => (float)value)]);
            }

            batch.Run(1, default);
            for (var row = 0; row < batch.Rows; row++)
            {
                batch.GetOutput(row, output.AsSpan(row * length, length));
            }

            return output;
        }
    }
}
