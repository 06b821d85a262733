using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Evaluation.Tests.Features;

/// <summary>A feature network of one node: the mean of each colour over each quarter of the picture, 12 features.</summary>
internal static class TinyNetwork
{
    public const int Side = 8;

    /// <summary>Writes the network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="batch">The number of pictures that its input declares; 0 for any.</param>
    public static string Write(string path, int batch = 0)
    {
        var graph = new GraphProto { Name = "quarters", Input = { Declare("pixels", batch, 3, Side, Side) }, Output = { Declare("features", batch, 12) } };
        graph.Node.Add(new NodeProto
        {
            OpType = "AveragePool",
            Input = { "pixels" },
            Output = { "means" },
            Attribute = { Integers("kernel_shape", Side / 2, Side / 2), Integers("strides", Side / 2, Side / 2) },
        });
        graph.Node.Add(new NodeProto { OpType = "Flatten", Input = { "means" }, Output = { "features" } });
        File.WriteAllBytes(path, new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } }.ToByteArray());
        return path;
    }

    private static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static ValueInfoProto Declare(string name, params int[] shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = new TensorShapeProto() };
        tensor.Shape.Dim.AddRange(shape.Select(size => size > 0 ? new TensorShapeProto.Types.Dimension { DimValue = size } : new TensorShapeProto.Types.Dimension { DimParam = "n" }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
