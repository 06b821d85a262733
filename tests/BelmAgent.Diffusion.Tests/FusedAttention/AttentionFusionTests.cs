using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.AttentionControl.Editing;
using BelmAgent.Diffusion.AttentionControl.Onnx;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.FusedAttention;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Diffusion.Tests.Models;
using BelmAgent.Diffusion.Unet;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.FusedAttention;

/// <summary>Attention written as one operator computes what the graph computed, and whatever is not plain attention stays.</summary>
public class AttentionFusionTests
{
    private static readonly LatentShape Small = new(GraphSketch.Channels, GraphSketch.Side, GraphSketch.Side);
    private static readonly LatentShape Large = new(4, 64, 64);
    private static readonly DeviceOptions Cpu = new() { Provider = "cpu", Threads = 1 };
    private readonly ParityData _data = new(SdUnet.Data("parity.safetensors"));

    [Theory]
    [InlineData(SdUnet.Torch1, SdUnet.Torch1, "b1", 1e-4)]
    [InlineData(SdUnet.Torch1, SdUnet.Torch1, "b2", 1e-4)]
    [InlineData(SdUnet.Torch2, SdUnet.Torch2, "b1", 1e-4)]
    [InlineData(SdUnet.Torch2, SdUnet.Torch2, "b2", 1e-4)]
    [InlineData(SdUnet.Half, SdUnet.Torch2, "b1", 2e-2)]
    [InlineData(SdUnet.Half, SdUnet.Torch2, "b2", 2e-2)]
    public void A_fused_unet_agrees_with_the_framework(string name, string style, string batch, double tolerance)
    {
        using var unet = new SdUnet(name);
        var path = unet.Folder.Model("unet");
        var graph = AttentionFusion.Of(path, Large);
        Assert.NotNull(graph);
        Assert.DoesNotContain(ModelProto.Parser.ParseFrom(graph).Graph.Node, node => node.OpType == "Softmax");

        using var model = OnnxModel.Load(path, graph, Cpu);
        using var run = new OnnxRun(model);
        foreach (var (input, tensor) in ((string, string)[])[("sample", "sample"), ("timestep", $"{style}.timestep"), ("encoder_hidden_states", "encoder_hidden_states")])
        {
            run.BindInput(input, _data.Shape($"{batch}.{tensor}")).Write(_data.Floats($"{batch}.{tensor}"));
        }

        var expected = _data.Floats($"{batch}.{style}.out_sample");
        var output = run.BindOutput("out_sample", _data.Shape($"{batch}.{style}.out_sample"));
        run.Run(CancellationToken.None);
        var actual = new float[expected.Length];
        output.Read(actual.AsSpan());

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Theory]
    [InlineData(SdUnet.Torch1)]
    [InlineData(SdUnet.Torch2)]
    [InlineData(SdUnet.Half)]
    public void Every_layer_is_fused(string name)
    {
        using var unet = new SdUnet(name);
        Assert.Equal(32, AttentionFusion.Apply(ModelProto.Parser.ParseFrom(File.ReadAllBytes(unet.Folder.Model("unet")))));
    }

    [Fact]
    public void A_small_network_is_left_as_it_is() => Assert.Null(AttentionFusion.Of(Path.Combine(ToyTown.Path, "unet", "model.onnx"), new LatentShape(4, 16, 16)));

    [Theory]
    [InlineData("a map that is taken elsewhere")]
    [InlineData("a mask")]
    [InlineData("another axis")]
    [InlineData("einsum")]
    public void What_is_not_plain_attention_is_left(string what)
    {
        var sketch = what switch
        {
            "a mask" => new GraphSketch { Map = (drawn, scores) => drawn.Op("Softmax", drawn.Op("Add", scores, drawn.Op("Abs", scores))) },
            "another axis" => new GraphSketch { Map = OverQueries },
            "einsum" => new GraphSketch { Times = (drawn, a, b) => drawn.Einsum("bhij,bhjd->bhid", a, b) },
            _ => new GraphSketch { AfterMap = TakenTwice },
        };
        var model = sketch.Unet();
        var before = model.Clone();

        Assert.Equal(0, AttentionFusion.Apply(model));
        Assert.Equal(before, model);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_layout_of_heads_computes_the_same(bool headsInRows)
    {
        var plain = new GraphSketch { HeadsInRows = headsInRows }.Unet();
        var fused = plain.Clone();
        Assert.Equal(4, AttentionFusion.Apply(fused));

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
        Assert.Equal(4, AttentionFusion.Apply(fused));

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
        Assert.Equal(2, AttentionFusion.Apply(fused));

        Assert.All(Run(plain, rows, layout).Zip(Run(fused, rows, layout)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Where_the_operator_is_missing_the_graph_itself_is_loaded()
    {
        var plain = new GraphSketch(type: TensorProto.Types.DataType.Double).Unet();
        var fused = plain.Clone();
        Assert.Equal(4, AttentionFusion.Apply(fused));

        Assert.Throws<ModelFileBrokenException>(() => Run(fused));
        Assert.Equal(Run(plain), Run(plain, onCpu: fused.ToByteArray));
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
        using var batch = new UnetBatch(model, layout, rows, shape, GraphSketch.Words, GraphSketch.TextWidth);
        batch.Control?.SetCross(
            [.. Enumerable.Range(0, GraphSketch.Words * GraphSketch.Words).Select(i => i % 7 / 10f)], [.. Enumerable.Repeat(0.4f, GraphSketch.Words)]);
        batch.Control?.SetMutual([0.6f, 0.25f]);
        var output = new double[rows * shape.Length];
        for (var row = 0; row < batch.Rows; row++)
        {
            batch.SetSample(row, ToyTown.Noise(shape.Length, seed: row));
            batch.SetCondition(row, [.. ToyTown.Noise(GraphSketch.Words * GraphSketch.TextWidth, seed: 10 + row).Select(value => (float)value)]);
        }

        batch.Run(1, default);
        for (var row = 0; row < batch.Rows; row++)
        {
            batch.GetOutput(row, output.AsSpan(row * shape.Length, shape.Length));
        }

        return output;
    }
}
