using BelmAgent.Diffusion.Graphs;

namespace BelmAgent.Diffusion.Unet;

/// <summary>
/// Finds attention that one operator can compute: no mask, no cast, no intermediate tensor used elsewhere, one batch and one width
/// throughout.
/// </summary>
internal sealed class ScoreFinder
{
    private readonly GraphIndex _index;
    private readonly ShapeWalk _shapes;
    private readonly long _largestMap;
    private readonly Dictionary<string, double> _numbers = [];
    private readonly HashSet<string> _takenElsewhere;

    /// <param name="graph">The graph.</param>
    /// <param name="shapes">The shapes at the network's native size.</param>
    /// <param name="largestMap">Queries times keys of the largest map that is left unfused.</param>
    public ScoreFinder(GraphProto graph, ShapeWalk shapes, long largestMap)
    {
        (_index, _shapes, _largestMap) = (new GraphIndex(graph), shapes, largestMap);
        _takenElsewhere = [.. graph.Output.Select(output => output.Name), .. graph.Node.SelectMany(node => node.WithInner().Skip(1)).SelectMany(inner => inner.Input)];
        foreach (var array in graph.Initializer)
        {
            Remember(array.Name, array);
        }

        foreach (var node in graph.Node.Where(node => node.Is("Constant") && node.Output.Count > 0))
        {
            Remember(node.Output[0], node.Find("value")?.T);
        }
    }

    /// <summary>Returns the attention around a Softmax; null unless it is plain attention.</summary>
    public AttentionScores? Find(NodeProto softmax)
    {
        if (softmax.Input.Count != 1
            || softmax.Output.Count != 1
            || _shapes[softmax.Output[0]].Shape is not { Length: 3 or 4 } map
            || map[^2] * map[^1] <= _largestMap
            || softmax.Int("axis", -1) is not -1 and var axis && axis != map.Length - 1
            || Walk(softmax.Input[0]) is not var (scores, scale)
            // The operator takes 0 as its own 1/√d.
            || !float.IsFinite((float)scale) || (float)scale == 0
            || OnlyTaker(softmax.Output[0]) is not { Input: 0, Node: var product }
            || !IsProduct(product))
        {
            return null;
        }

        return IsPlain(map, _shapes[scores.Input[0]].Shape, _shapes[scores.Input[1]].Shape, _shapes[product.Input[1]].Shape)
            ? new AttentionScores(scores, product, scale, map.Length)
            : null;
    }

    // Q [.., N, d], Kᵀ [.., d, M] and V [.., M, d] for a map [.., N, M].
    private static bool IsPlain(long[] map, long[]? queries, long[]? keys, long[]? values) =>
        queries is not null && keys is not null && values is not null
        && new[] { queries, keys, values }.All(shape => shape.Length == map.Length && shape.AsSpan(..^2).SequenceEqual(map.AsSpan(..^2)))
        && (queries[^2], keys[^1], values[^2]) == (map[^2], map[^1], map[^1])
        && queries[^1] == keys[^2] && queries[^1] == values[^1];

    // From the Softmax back to the product, through constant factors and additions of zero.
    private (NodeProto Scores, double Scale)? Walk(string tensor)
    {
        var scale = 1.0;
        while (OnlyTaker(tensor) is not null && _index.Maker(tensor) is { } maker)
        {
            if (IsProduct(maker))
            {
                return (maker, scale);
            }

            if (maker.Is("Identity") && maker.Input.Count == 1)
            {
                tensor = maker.Input[0];
            }
            else if (maker.Is("Div") && maker.Input.Count == 2 && Number(maker.Input[1]) is { } divisor)
            {
                (tensor, scale) = (maker.Input[0], scale / divisor);
            }
            else if (maker.Is("Mul") && Other(maker, input => Number(input) is not null) is { } factor)
            {
                (tensor, scale) = (factor.Taken, scale * Number(factor.Found)!.Value);
            }
            else if (maker.Is("Add") && Other(maker, IsNothing) is { } nothing)
            {
                tensor = nothing.Taken;
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    private GraphEdge? OnlyTaker(string tensor) => !_takenElsewhere.Contains(tensor) && _index.Takers(tensor) is [var taker] ? taker : null;

    private static bool IsProduct(NodeProto node) => node.Is("MatMul") && node.Input.Count == 2 && node.Output.Count == 1;

    // torch's baddbmm adds an empty matrix multiplied by zero.
    private bool IsNothing(string tensor) =>
        Number(tensor) == 0 || (_index.Maker(tensor) is { } maker && maker.Is("Mul") && maker.Input.Any(input => Number(input) == 0));

    private static (string Found, string Taken)? Other(NodeProto node, Func<string, bool> isFound) =>
        node.Input.Count != 2 ? null
        : isFound(node.Input[1]) ? (node.Input[1], node.Input[0])
        : isFound(node.Input[0]) ? (node.Input[0], node.Input[1])
        : null;

    private double? Number(string tensor) => _numbers.TryGetValue(tensor, out var number) ? number : null;

    private void Remember(string name, TensorProto? tensor)
    {
        if (tensor is { Dims.Count: <= 1 } && tensor.SmallValues(1) is [var value])
        {
            _numbers[name] = value;
        }
    }
}

/// <summary>The pattern Softmax(scale·Q·Kᵀ)·V in a graph.</summary>
/// <param name="Scores">Q·Kᵀ.</param>
/// <param name="Product">The product with V.</param>
/// <param name="Scale">The factor of the scores.</param>
/// <param name="Rank">Number of axes of Q, K and V, 3 or 4.</param>
internal sealed record AttentionScores(NodeProto Scores, NodeProto Product, double Scale, int Rank);
