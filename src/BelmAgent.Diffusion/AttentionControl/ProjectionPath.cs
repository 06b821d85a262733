using BelmAgent.Diffusion.Graphs;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The path from a linear projection to a factor of attention: head splits, scales, biases, casts.</summary>
internal sealed class ProjectionPath
{
    private ProjectionPath(IReadOnlyList<GraphEdge> edges, bool keepsRowsFirst) => (Edges, KeepsRowsFirst) = (edges, keepsRowsFirst);

    /// <summary>Gets the edges from the projection's input to the factor.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    /// <summary>Gets whether no transposition on the path moves axis 0.</summary>
    public bool KeepsRowsFirst { get; }

    /// <summary>Gets the tensor that is projected.</summary>
    public string Origin => Edges[0].Tensor;

    /// <summary>Walks back to the projection; returns null if something else produces the factor.</summary>
    public static ProjectionPath? Find(GraphEdge factor, GraphIndex index, ShapeWalk shapes)
    {
        List<GraphEdge> edges = [factor];
        var keeps = true;
        while (index.Maker(edges[^1].Tensor) is { } maker)
        {
            if (maker.Is("MatMul", "Gemm"))
            {
                edges.Add(new GraphEdge(maker, 0));
                edges.Reverse();
                return shapes[maker.Input[1]].Sources == InputSources.None && shapes[maker.Input[0]].Sources != InputSources.None
                    ? new ProjectionPath(edges, keeps)
                    : null;
            }

            if (!maker.Is("Transpose", "Reshape", "Cast", "Mul", "Div", "Add", "Identity", "Squeeze", "Unsqueeze", "Split", "Slice", "Expand", "Flatten"))
            {
                return null;
            }

            keeps &= !maker.Is("Transpose") || maker.Ints("perm") is [0, ..];
            // A scale or a bias is smaller than its operand, or is a constant.
            var data = Enumerable.Range(0, maker.Input.Count)
                .OrderByDescending(input => shapes[maker.Input[input]].Sources != InputSources.None)
                .ThenByDescending(input => shapes[maker.Input[input]].Length)
                .First();
            edges.Add(new GraphEdge(maker, data));
        }

        return null;
    }
}
