using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using AttributeType = BelmAgent.Diffusion.Graphs.AttributeProto.Types.AttributeType;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Devices;

/// <summary>
/// A graph that any provider can run: a 3×3 convolution followed by a matrix product, which need cuDNN and cuBLAS on CUDA. All numbers
/// are small integers, so every device must give the same result.
/// </summary>
internal static class ProbeGraph
{
    public const string Input = "x";
    public const string Output = "y";
    public const int Side = 4;

    private static readonly double[] Kernel = [1, 0, 2, 0, 3, 0, -1, 0, 1];
    private static readonly double[] Factor = [1, 2, 0, 0, 0, 1, 2, 0, 0, 0, 1, 2, 2, 0, 0, 1];

    /// <summary>Gets the input.</summary>
    public static float[] Sample { get; } = [.. Enumerable.Range(0, Side * Side).Select(i => (float)((i % 5) - 2))];

    public static byte[] Bytes()
    {
        var (kernel, factor) = (GraphEditor.Numbers(DataType.Float, [1, 1, 3, 3], Kernel), GraphEditor.Numbers(DataType.Float, [Side, Side], Factor));
        (kernel.Name, factor.Name) = ("kernel", "factor");
        var graph = new GraphProto { Name = "probe", Initializer = { kernel, factor }, Input = { Declare(Input) }, Output = { Declare(Output) } };
        var convolution = new NodeProto { OpType = "Conv", Input = { Input, "kernel" }, Output = { "c" } };
        convolution.Attribute.Add(new AttributeProto { Name = "pads", Type = AttributeType.Ints, Ints = { 1, 1, 1, 1 } });
        graph.Node.Add(convolution);
        graph.Node.Add(new NodeProto { OpType = "MatMul", Input = { "c", "factor" }, Output = { Output } });
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } }.ToByteArray();
    }

    /// <summary>Computes the expected output.</summary>
    public static float[] Expected()
    {
        var convolved = new double[Side * Side];
        for (var i = 0; i < 9 * Side * Side; i++)
        {
            var (place, tap) = (i / 9, i % 9);
            var (row, column) = ((place / Side) + (tap / 3) - 1, (place % Side) + (tap % 3) - 1);
            if (row is >= 0 and < Side && column is >= 0 and < Side)
            {
                convolved[place] += Kernel[tap] * Sample[(row * Side) + column];
            }
        }

        return [.. Enumerable.Range(0, Side * Side).Select(i => (float)Enumerable.Range(0, Side).Sum(k => convolved[(i / Side * Side) + k] * Factor[(k * Side) + (i % Side)]))];
    }

    private static ValueInfoProto Declare(string name)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(((ReadOnlySpan<long>)[1, 1, Side, Side]).ToArray().Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } } };
    }
}
