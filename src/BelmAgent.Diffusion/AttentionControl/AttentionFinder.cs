using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>
/// Finds a UNet's attention layers by the structure of the graph, never by name: a Softmax over the last axis, scores Q·Kᵀ before it,
/// a product with V after it, and projections of the text (cross) or of the queries' own input (self).
/// </summary>
internal sealed class AttentionFinder
{
    private static readonly string[] FusedOperators =
    [
        "Attention", "MultiHeadAttention", "PackedAttention", "PackedMultiHeadAttention", "GroupQueryAttention",
        "DecoderMaskedMultiHeadAttention", "DecoderMaskedSelfAttention", "LongformerAttention", "QOrderedAttention", "QAttention",
    ];

    private static readonly DataType[] Types = [DataType.Float, DataType.Float16, DataType.Bfloat16, DataType.Double];

    private readonly string _path;
    private readonly GraphProto _graph;
    private readonly GraphIndex _index;
    private readonly ShapeWalk _shapes;

    private AttentionFinder(string path, ModelProto model, ShapeWalk shapes) =>
        (_path, _graph, _index, _shapes) = (path, model.Graph, new GraphIndex(model.Graph), shapes);

    /// <summary>Returns the layers in execution order.</summary>
    /// <param name="path">The file's name for messages.</param>
    /// <param name="model">The UNet; its weights are not needed.</param>
    /// <param name="native">The latent size at which it was trained.</param>
    /// <exception cref="AttentionControlException">The attention cannot be recognised in the graph.</exception>
    public static (IReadOnlyList<AttentionSite> Sites, ShapeWalk Shapes, GraphIndex Index) Find(string path, ModelProto model, LatentShape native)
    {
        var shapes = ShapeWalk.Over(model, native);
        var finder = new AttentionFinder(path, model, shapes);
        finder.Refuse(model);
        AttentionSite[] sites = [.. model.Graph.Node.Where(node => node.Is("Softmax")).Select(finder.Classify)];
        finder.RefuseUnpaired(sites);
        return (sites, shapes, finder._index);
    }

    private void Refuse(ModelProto model)
    {
        var inputs = _graph.Input.Select(input => input.Name).ToList();
        if (!inputs.Contains("encoder_hidden_states") || !inputs.Contains("sample"))
        {
            throw new AttentionControlException(
                _path, AttentionFault.MissingInput, $"inputs {string.Join(", ", inputs)}", "a UNet with the inputs sample and encoder_hidden_states");
        }

        if (_shapes.Opset < 13)
        {
            throw new AttentionControlException(_path, AttentionFault.OldOperators, $"opset {_shapes.Opset}", "opset 13 or later");
        }

        var fused = _graph.Node.SelectMany(node => node.WithInner()).FirstOrDefault(node => FusedOperators.Contains(node.OpType));
        if (fused is not null)
        {
            throw new AttentionControlException(
                _path, AttentionFault.Fused, $"the fused operator {fused.OpType} in {fused.Label()}", "attention with its own Softmax");
        }

        if (!_graph.Node.SelectMany(node => node.WithInner()).Any(node => node.Is("Softmax")))
        {
            throw new AttentionControlException(_path, AttentionFault.NoSoftmax, "no Softmax", "attention with its own Softmax");
        }

        var inner = _graph.Node.SelectMany(node => node.WithInner().Skip(1)).FirstOrDefault(node => node.Is("Softmax"));
        if (inner is not null)
        {
            throw Unclassified(inner, "it is inside a branch or loop");
        }
    }

    private void RefuseUnpaired(AttentionSite[] sites)
    {
        var cross = sites.Count(site => site.Kind == AttentionKind.Cross);
        if (cross * 2 != sites.Length)
        {
            throw new AttentionControlException(
                _path, AttentionFault.Unpaired, $"{cross} cross and {sites.Length - cross} self layers", "one cross layer to each self layer");
        }
    }

    private AttentionSite Classify(NodeProto softmax)
    {
        var fact = _shapes[softmax.Output[0]];
        if (fact.Shape is not { Length: 3 or 4 } shape || ShapeRules.Axis(softmax.Int("axis", -1), shape.Length) != shape.Length - 1)
        {
            throw Unclassified(softmax, "it is not over the last axis of a tensor of known rank 3 or 4");
        }

        var scores = Scores(softmax) ?? throw Unclassified(softmax, "no single product of queries and keys comes before it");
        var product = Product(softmax) ?? throw Unclassified(softmax, "no single product with values comes after it");
        var rank = shape.Length;
        var heads = rank == 4 ? shape[1] : shape[0] / _shapes.Rows;
        if ((rank == 4 ? shape[0] : shape[0] % _shapes.Rows == 0 ? _shapes.Rows : -1) != _shapes.Rows || heads < 1)
        {
            throw Unclassified(softmax, $"its shape [{string.Join(", ", shape)}] does not begin with the {_shapes.Rows} rows of the batch");
        }

        var queries = ProjectionPath.Find(new GraphEdge(scores, 0), _index, _shapes) ?? throw Unclassified(softmax, "its queries are not a projection");
        var keys = ProjectionPath.Find(new GraphEdge(scores, 1), _index, _shapes) ?? throw Unclassified(softmax, "its keys are not a projection");
        var values = ProjectionPath.Find(new GraphEdge(product, 1), _index, _shapes) ?? throw Unclassified(softmax, "its values are not a projection");
        if (new[] { queries, keys, values }.Any(path => !path.KeepsRowsFirst))
        {
            throw Unclassified(softmax, "its heads are not ordered row by row");
        }

        if (!Types.Contains(_shapes[product.Input[0]].Type))
        {
            throw Unclassified(softmax, $"the element type is {_shapes[product.Input[0]].Type}");
        }

        return Kind(softmax, queries, keys, values, shape) switch
        {
            AttentionKind.Cross => new(softmax, product, AttentionKind.Cross, (int)heads, rank, shape[^2], _shapes[product.Input[0]].Type, []),
            var self => new(softmax, product, self, (int)heads, rank, shape[^2], _shapes[product.Input[0]].Type, Context(softmax, queries, keys, values)),
        };
    }

    private AttentionKind Kind(NodeProto softmax, ProjectionPath queries, ProjectionPath keys, ProjectionPath values, long[] shape)
    {
        var (k, v) = (_shapes[keys.Origin].Sources, _shapes[values.Origin].Sources);
        if (IsText(k) && IsText(v) && shape[^1] == _shapes.Words)
        {
            return AttentionKind.Cross;
        }

        var (q, same) = (Source(queries.Origin), Source(keys.Origin));
        return q == same && q == Source(values.Origin) && k.HasFlag(InputSources.Sample) && shape[^1] == shape[^2]
            ? AttentionKind.Self
            : throw Unclassified(softmax, "its keys and values come neither from the text alone nor from the queries' own input");

        static bool IsText(InputSources sources) => sources.HasFlag(InputSources.Text) && !sources.HasFlag(InputSources.Sample);
    }

    // Keys and values are linear in the input of their projections, so mixing rows there, once for both, mixes keys and values.
    private GraphEdge[] Context(NodeProto softmax, ProjectionPath queries, ProjectionPath keys, ProjectionPath values)
    {
        return [Edge(keys), Edge(values)];

        GraphEdge Edge(ProjectionPath path)
        {
            foreach (var edge in path.Edges)
            {
                if (!queries.Edges.Any(other => ReferenceEquals(other.Node, edge.Node)) && _shapes[edge.Tensor] is { Shape: [var rows, _, _, ..] } fact && rows == _shapes.Rows && Types.Contains(fact.Type))
                {
                    return edge;
                }
            }

            throw Unclassified(softmax, "its keys and values have no separate axis for the rows of the batch");
        }
    }

    // Casts, scales and masks lie between the scores and the Softmax.
    private NodeProto? Scores(NodeProto softmax)
    {
        HashSet<NodeProto> found = new(ReferenceEqualityComparer.Instance);
        Stack<string> open = new([softmax.Input[0]]);
        HashSet<string> seen = [];
        while (open.TryPop(out var tensor))
        {
            if (!seen.Add(tensor) || _index.Maker(tensor) is not { } maker)
            {
                continue;
            }

            if (maker.Is("MatMul", "Einsum") && maker.Input.Count == 2)
            {
                found.Add(maker);
            }
            else if (maker.Is("Cast", "Mul", "Div", "Add", "Sub", "Identity", "Reshape", "Where"))
            {
                foreach (var input in maker.Input)
                {
                    open.Push(input);
                }
            }
        }

        return found.Count == 1 && found.Single() is var scores && scores.Input.All(input => _shapes[input].Sources != InputSources.None) ? scores : null;
    }

    private NodeProto? Product(NodeProto softmax)
    {
        var tensor = softmax.Output[0];
        while (true)
        {
            // Newer exporters write zeros where a fully masked row is NaN: Where(IsNaN(x), 0, x).
            switch (_index.Takers(tensor).Where(taker => !taker.Node.Is("IsNaN")).ToList())
            {
                case [{ Input: 0, Node: var node }] when node.Is("MatMul") || EinsumEquation.Parse(node) is { IsMatMul: true }:
                    return node;
                case [{ Input: 0, Node: var node }] when node.Is("Cast", "Identity", "Dropout"):
                    tensor = node.Output[0];
                    break;
                case [{ Input: 2, Node: var node }] when node.Is("Where"):
                    tensor = node.Output[0];
                    break;
                default:
                    return null;
            }
        }
    }

    private string Source(string tensor)
    {
        while (_index.Maker(tensor) is { } maker && maker.Is("Cast", "Identity"))
        {
            tensor = maker.Input[0];
        }

        return tensor;
    }

    private AttentionControlException Unclassified(NodeProto softmax, string why) => new(
        _path,
        AttentionFault.Unclassified,
        $"the Softmax {softmax.Label()} ({why})",
        "each Softmax to be the map of a cross or self layer");
}

/// <summary>The location of a layer's attention in the graph.</summary>
/// <param name="Softmax">The Softmax that produces the map.</param>
/// <param name="Product">
/// The MatMul of map and values: [B, H, N, L] × [B, H, L, d], or, with the heads folded into the rows, [B·H, N, L] × [B·H, L, d].
/// </param>
/// <param name="Kind">Cross or self.</param>
/// <param name="Heads">H.</param>
/// <param name="Rank">4, or 3 with the heads folded into the rows.</param>
/// <param name="Tokens">N at the native size.</param>
/// <param name="Type">Element type of map and values.</param>
/// <param name="Context">
/// For a self layer, the one or two tensors [B, …] in which keys and values can be mixed between rows; never the queries'.
/// </param>
internal sealed record AttentionSite(
    NodeProto Softmax, NodeProto Product, AttentionKind Kind, int Heads, int Rank, long Tokens, DataType Type, IReadOnlyList<GraphEdge> Context)
{
    public string Map => Product.Input[0];

    public string Values => Product.Input[1];

    /// <summary>Gets the number of entries of axis 0 per row of the batch.</summary>
    public int RowStride => Rank == 4 ? 1 : Heads;
}
