using BelmAgent.Diffusion.Graphs;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Maps each tensor of a graph to the nodes that produce and use it.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, int> _makers = [];
    private readonly Dictionary<string, List<GraphEdge>> _takers = [];
    private readonly Dictionary<NodeProto, int> _positions = new(ReferenceEqualityComparer.Instance);

    public GraphIndex(GraphProto graph)
    {
        Nodes = graph.Node;
        for (var position = 0; position < graph.Node.Count; position++)
        {
            var node = graph.Node[position];
            _positions[node] = position;
            for (var input = 0; input < node.Input.Count; input++)
            {
                if (!_takers.TryGetValue(node.Input[input], out var takers))
                {
                    _takers.Add(node.Input[input], takers = []);
                }

                takers.Add(new GraphEdge(node, input));
            }

            foreach (var output in node.Output)
            {
                _makers[output] = position;
            }
        }
    }

    /// <summary>Gets the nodes in execution order.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>Returns the node that produces a tensor; null for an input or a weight.</summary>
    public NodeProto? Maker(string tensor) => _makers.TryGetValue(tensor, out var position) ? Nodes[position] : null;

    /// <summary>Returns the index of the node that produces a tensor; -1 for an input or a weight.</summary>
    public int MadeAt(string tensor) => _makers.GetValueOrDefault(tensor, -1);

    public int Position(NodeProto node) => _positions[node];

    public IReadOnlyList<GraphEdge> Takers(string tensor) => _takers.TryGetValue(tensor, out var takers) ? takers : [];
}

/// <summary>An edge of the graph from a tensor to a node that uses it.</summary>
/// <param name="Node">The node that uses it.</param>
/// <param name="Input">The index of the node's input.</param>
internal readonly record struct GraphEdge(NodeProto Node, int Input)
{
    public string Tensor => Node.Input[Input];
}
