using BelmAgent.Diffusion.AttentionControl.Onnx;
using Google.Protobuf;
using AttributeType = BelmAgent.Diffusion.AttentionControl.Onnx.AttributeProto.Types.AttributeType;
using DataType = BelmAgent.Diffusion.AttentionControl.Onnx.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl.Editing;

/// <summary>A place in a graph at which nodes are added one after the other. Each method returns the name of the new tensor.</summary>
internal readonly struct GraphSpot(GraphEditor editor, List<NodeProto> nodes)
{
    public string Op(string type, params ReadOnlySpan<string> inputs) => Node(type, inputs).Output[0];

    public string Op(string type, string attribute, long value, params ReadOnlySpan<string> inputs)
    {
        var node = Node(type, inputs);
        node.Attribute.Add(new AttributeProto { Name = attribute, Type = AttributeType.Int, I = value });
        return node.Output[0];
    }

    public string Whole(params ReadOnlySpan<long> values) => Constant(DataType.Int64, [values.Length], [.. values.ToArray().Select(value => (double)value)]);

    public string WholeScalar(long value) => Constant(DataType.Int64, [], [value]);

    public string Number(DataType type, double value) => Constant(type, [], [value]);

    public string Cast(string tensor, DataType from, DataType to) => from == to ? tensor : Op("Cast", "to", (long)to, tensor);

    /// <summary>Creates a tensor with a given name.</summary>
    public void Named(string name, string type, params ReadOnlySpan<string> inputs) => Node(type, inputs).Output[0] = name;

    /// <summary>Adds the mean over some axes, which are removed.</summary>
    public string Mean(string tensor, long[] axes, long opset)
    {
        var node = Node("ReduceMean", opset >= 18 ? [tensor, Whole(axes)] : [tensor]);
        node.Attribute.Add(new AttributeProto { Name = "keepdims", Type = AttributeType.Int, I = 0 });
        if (opset < 18)
        {
            var attribute = new AttributeProto { Name = "axes", Type = AttributeType.Ints };
            attribute.Ints.AddRange(axes);
            node.Attribute.Add(attribute);
        }

        return node.Output[0];
    }

    public string[] Split(string tensor, int parts, long opset)
    {
        var node = Node("Split", [tensor]);
        if (opset >= 18)
        {
            node.Attribute.Add(new AttributeProto { Name = "num_outputs", Type = AttributeType.Int, I = parts });
        }

        for (var i = 1; i < parts; i++)
        {
            node.Output.Add(editor.NewName("Split"));
        }

        return [.. node.Output];
    }

    private string Constant(DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        var node = Node("Constant", []);
        node.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = GraphEditor.Numbers(type, shape, values) });
        return node.Output[0];
    }

    /// <summary>Adds a node and returns it, for uses that the other methods do not cover.</summary>
    public NodeProto Node(string type, params ReadOnlySpan<string> inputs)
    {
        var name = editor.NewName(type);
        var node = new NodeProto { Name = name, OpType = type };
        node.Input.AddRange(inputs.ToArray());
        node.Output.Add(name);
        nodes.Add(node);
        return node;
    }
}
