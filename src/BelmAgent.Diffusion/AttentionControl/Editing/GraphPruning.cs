using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.AttentionControl.Editing;

/// <summary>Removes unused nodes from a graph.</summary>
internal static class GraphPruning
{
    /// <summary>Removes every node without a path to an output of the graph.</summary>
    public static void Apply(GraphProto graph)
    {
        HashSet<string> needed = [.. graph.Output.Select(output => output.Name)];
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                needed.UnionWith(node.WithInner().SelectMany(inner => inner.Input));
                kept.Add(node);
            }
        }

        kept.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
    }
}
