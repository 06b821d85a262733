using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Rewrites ONNX files of an unpacked folder.</summary>
internal static class GraphChange
{
    public static void Change(this LayoutFolder folder, string part, Action<GraphProto> change)
    {
        var path = folder.File($"{part}/model.onnx");
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        change(model.Graph);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    public static ValueInfoProto Input(this GraphProto graph, string name) => graph.Input.Single(input => input.Name == name);

    public static ValueInfoProto Declared(string name, TensorProto.Types.DataType type, params ReadOnlySpan<long> shape)
    {
        var dims = new TensorShapeProto();
        foreach (var size in shape)
        {
            dims.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dims } } };
    }

    public static NodeProto Node(string type, string[] inputs, params string[] outputs)
    {
        var node = new NodeProto { OpType = type };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        return node;
    }
}
