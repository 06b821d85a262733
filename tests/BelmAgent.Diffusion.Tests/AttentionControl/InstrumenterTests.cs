using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Unet;
using Google.Protobuf;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>The same small network, written in many ways, computes the same under the same control.</summary>
public class InstrumenterTests
{
    private static readonly LatentShape Native = new(GraphSketch.Channels, GraphSketch.Side, GraphSketch.Side);
    private static readonly AttentionControlOptions Options = new() { BlendTokens = GraphSketch.Side * GraphSketch.Side };

    public static TheoryData<string, double> Spellings => new()
    {
        { "heads in rows", 1e-4 },
        { "einsum", 1e-4 },
        { "einsum, heads in rows", 1e-4 },
        { "opset 14", 1e-4 },
        { "opset 18", 1e-4 },
        { "opset 21", 1e-4 },
        { "double", 1e-4 },
        { "half", 3e-2 },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_spelling_of_the_graph_does_not_matter(string spelling, double tolerance)
    {
        var plain = Run(new GraphSketch(), rows: 3, Everything);
        var other = Run(Sketch(spelling), rows: 3, Everything);

        Assert.True(Distance(plain.Output, Run(new GraphSketch(), rows: 3, _ => { }).Output) > 0.1);
        Assert.InRange(Distance(plain.Output, other.Output), 0, tolerance);
        Assert.InRange(Distance(plain.Blend, other.Blend), 0, tolerance);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Off_each_spelling_computes_the_same_bits(string spelling, double tolerance)
    {
        _ = tolerance;
        for (var rows = 1; rows <= 3; rows++)
        {
            Assert.Equal(Run(Sketch(spelling), rows, control: null).Output, Run(Sketch(spelling), rows, _ => { }).Output);
        }
    }

    [Fact]
    public void No_node_takes_what_is_made_behind_it()
    {
        var model = new GraphSketch { HeadsInRows = true }.Unet();
        _ = AttentionInstrumenter.Apply("unet.onnx", model, Native, Options);
        var known = model.Graph.Input.Select(input => input.Name).Concat(model.Graph.Initializer.Select(tensor => tensor.Name)).Append("").ToHashSet();
        foreach (var node in model.Graph.Node)
        {
            Assert.All(node.Input, input => Assert.Contains(input, known));
            known.UnionWith(node.Output);
        }

        Assert.All(model.Graph.Output, output => Assert.Contains(output.Name, known));
    }

    [Fact]
    public void Layers_with_more_tokens_than_allowed_have_no_map_gate()
    {
        var layout = AttentionInstrumenter.Apply("unet.onnx", new GraphSketch().Unet(), Native, new AttentionControlOptions { MaxSelfTokens = 15, BlendTokens = 15 });

        Assert.Empty(layout.Self);
        Assert.Equal(2, layout.Mutual.Count);
        Assert.Equal((0, 0), (layout.BlendTokens, layout.BlendLevel));
    }

    [Fact]
    public void Without_gates_and_blends_the_other_controls_work()
    {
        using var session = new SketchSession(new GraphSketch(), 2, new AttentionControlOptions { MaxSelfTokens = 0, BlendTokens = 1 });
        var control = session.Batch.Control!;
        var before = session.Run();
        control.SetSelf([]);
        control.SetMutual([1, 1]);

        Assert.True(Distance(before, session.Run()) > 0.01);
        Assert.Equal((0, 0), (control.BlendHeight, control.BlendWidth));
        Assert.Throws<InvalidOperationException>(() => control.SetBlendWords(new float[GraphSketch.Words], new float[GraphSketch.Words]));
        Assert.Throws<InvalidOperationException>(() => control.ReadBlend([], []));
    }

    [Fact]
    public void What_the_editor_does_not_know_of_a_file_stays_in_it()
    {
        // Field 25 of a model: functions, which the schema does not name.
        byte[] function = [0xCA, 0x01, 0x03, 0x0A, 0x01, (byte)'f'];
        var model = ModelProto.Parser.ParseFrom([.. new GraphSketch().Unet().ToByteArray(), .. function]);
        _ = AttentionInstrumenter.Apply("unet.onnx", model, Native, Options);

        Assert.True(model.ToByteArray().AsSpan().IndexOf(function) >= 0);
    }

    private static GraphSketch Sketch(string spelling) => spelling switch
    {
        "heads in rows" => new GraphSketch { HeadsInRows = true },
        "einsum" => new GraphSketch { Times = (sketch, a, b) => sketch.Einsum("bhij,bhjd->bhid", a, b) },
        "einsum, heads in rows" => new GraphSketch { HeadsInRows = true, Times = (sketch, a, b) => sketch.Einsum("bij,bjd->bid", a, b) },
        "opset 14" => new GraphSketch(opset: 14),
        "opset 18" => new GraphSketch(opset: 18),
        "opset 21" => new GraphSketch(opset: 21) { HeadsInRows = true },
        "double" => new GraphSketch(type: DataType.Double),
        "half" => new GraphSketch(type: DataType.Float16) { HeadsInRows = true },
        _ => throw new ArgumentOutOfRangeException(nameof(spelling), spelling, null),
    };

    private static void Everything(AttentionInputs control)
    {
        var words = GraphSketch.Words;
        control.SetCross(
            [.. Enumerable.Range(0, words * words).Select(i => i % 7 / 10f)],
            [.. Enumerable.Range(0, words).Select(i => 0.2f + (i / 10f))]);
        control.SetSelf([0.3f, 0.8f]);
        control.SetMutual([0.6f, 0.25f]);
        control.SetBlendWords([1, 0, 1, 0, 0], [0, 1, 0, 0.5f, 0]);
    }

    private static (double[] Output, double[] Blend) Run(GraphSketch sketch, int rows, Action<AttentionInputs>? control)
    {
        using var session = new SketchSession(sketch, rows, control is null ? null : Options);
        control?.Invoke(session.Batch.Control!);
        var output = session.Run();
        var (source, target) = (new double[GraphSketch.Side * GraphSketch.Side], new double[GraphSketch.Side * GraphSketch.Side]);
        session.Batch.Control?.ReadBlend(source, target);
        return (output, [.. source, .. target]);
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second));

    private sealed class SketchSession : IDisposable
    {
        private readonly OnnxModel _model;

        public SketchSession(GraphSketch sketch, int rows, AttentionControlOptions? options)
        {
            var model = sketch.Unet();
            var layout = options is null ? null : AttentionInstrumenter.Apply("unet.onnx", model, Native, options);
            _model = OnnxModel.Load(Path.GetFullPath("unet.onnx"), model.ToByteArray(), new DeviceOptions { Provider = "cpu", Threads = 1 });
            Batch = new UnetBatch(_model, layout, rows, Native, GraphSketch.Words, GraphSketch.TextWidth);
            for (var row = 0; row < rows; row++)
            {
                Batch.SetSample(row, ToyTown.Noise(Native.Length, seed: row));
                Batch.SetCondition(row, [.. ToyTown.Noise(GraphSketch.Words * GraphSketch.TextWidth, seed: 10 + row).Select(value => (float)value)]);
            }
        }

        public UnetBatch Batch { get; }

        public double[] Run()
        {
            Batch.Run(1, default);
            var output = new double[Batch.Rows * Native.Length];
            for (var row = 0; row < Batch.Rows; row++)
            {
                Batch.GetOutput(row, output.AsSpan(row * Native.Length, Native.Length));
            }

            return output;
        }

        public void Dispose()
        {
            Batch.Dispose();
            _model.Dispose();
        }
    }
}
