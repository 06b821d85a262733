using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Tests.Devices;

/// <summary>Graphs of one node.</summary>
internal static class TinyGraphs
{
    /// <summary>Creates a graph that returns as many zeros as the input says.</summary>
    public static byte[] Zeros()
    {
        var graph = new GraphProto { Name = "zeros", Input = { Declare("shape", DataType.Int64, 1) }, Output = { Declare("zeros", DataType.Float, null) } };
        graph.Node.Add(new NodeProto { OpType = "ConstantOfShape", Input = { "shape" }, Output = { "zeros" } });
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } }.ToByteArray();
    }

    private static ValueInfoProto Declare(string name, DataType type, long? size) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)type,
                Shape = new TensorShapeProto
                {
                    Dim = { size is { } fixedSize ? new TensorShapeProto.Types.Dimension { DimValue = fixedSize } : new TensorShapeProto.Types.Dimension { DimParam = "n" } },
                },
            },
        },
    };
}
