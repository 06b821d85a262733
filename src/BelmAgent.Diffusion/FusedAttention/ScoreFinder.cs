using BelmAgent.Diffusion.AttentionControl.Finding;
using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.FusedAttention;

/// <summary>Finds attention that one operator can compute: no mask, no cast, nothing taken out on the way.</summary>
internal sealed class ScoreFinder
{
    private readonly GraphIndex _index;
    private readonly Dictionary<string, TensorProto> _constants = [];

    public ScoreFinder(GraphProto graph)
    {
        _index = new GraphIndex(graph);
        foreach (var array in graph.Initializer)
        {
            _constants[array.Name] = array;
        }

        foreach (var node in graph.Node.Where(node => node.Is("Constant")))
        {
            if (node.Find("value")?.T is { } value)
            {
                _constants[node.Output[0]] = value;
            }
        }
    }

    /// <summary>What a Softmax is in the middle of; null for anything else than plain attention.</summary>
    public AttentionScores? Find(NodeProto softmax)
    {
        if (Walk(softmax.Input[0]) is not var (scores, scale)
            || Rank(scores.Input[1]) is not { } rank
            || (softmax.Int("axis", -1) is not -1 and var axis && axis != rank - 1)
            || _index.Takers(softmax.Output[0]) is not [{ Input: 0, Node: var product }]
            || !product.Is("MatMul"))
        {
            return null;
        }

        return new AttentionScores(scores, product, scale, rank);
    }

    // From the Softmax back to the product, over constant factors and what adds nothing.
    private (NodeProto Scores, double Scale)? Walk(string tensor)
    {
        var scale = 1.0;
        while (_index.Takers(tensor) is [_] && _index.Maker(tensor) is { } maker)
        {
            switch (maker)
            {
                case var _ when maker.Is("MatMul"):
                    return _constants.ContainsKey(maker.Input[0]) || _constants.ContainsKey(maker.Input[1]) ? null : (maker, scale);
                case var _ when maker.Is("Identity"):
                    tensor = maker.Input[0];
                    break;
                case var _ when maker.Is("Div") && Number(maker.Input[1]) is { } divisor:
                    (tensor, scale) = (maker.Input[0], scale / divisor);
                    break;
                case var _ when maker.Is("Mul") && Other(maker, input => Number(input) is not null) is { } other:
                    (tensor, scale) = (other.Taken, scale * Number(other.Found)!.Value);
                    break;
                case var _ when maker.Is("Add") && Other(maker, IsNothing) is { } other:
                    tensor = other.Taken;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    // torch's baddbmm adds an empty matrix times zero.
    private bool IsNothing(string tensor) =>
        Number(tensor) == 0 || (_index.Maker(tensor) is { } maker && maker.Is("Mul") && maker.Input.Any(input => Number(input) == 0));

    private static (string Found, string Taken)? Other(NodeProto node, Func<string, bool> isFound) =>
        isFound(node.Input[1]) ? (node.Input[1], node.Input[0]) : isFound(node.Input[0]) ? (node.Input[0], node.Input[1]) : null;

    private double? Number(string tensor) => _constants.TryGetValue(tensor, out var constant) && constant.SmallValues(1) is [var value] ? value : null;

    // Keys are turned over somewhere before the product, and that node names every axis.
    private int? Rank(string keys)
    {
        while (_index.Maker(keys) is { } maker)
        {
            if (maker.Is("Transpose"))
            {
                return maker.Ints("perm") is { Length: 3 or 4 } perm ? perm.Length : null;
            }

            if (maker.Is("Mul", "Div") && maker.Input.FirstOrDefault(input => _index.Maker(input) is { } next && next.Is("Transpose")) is { } turned)
            {
                keys = turned;
            }
            else if (maker.Is("Cast", "Identity"))
            {
                keys = maker.Input[0];
            }
            else
            {
                return null;
            }
        }

        return null;
    }
}
