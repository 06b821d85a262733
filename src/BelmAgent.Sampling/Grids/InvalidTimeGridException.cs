namespace BelmAgent.Sampling;

/// <summary>Nodes that make no time grid: noise must grow strictly from each node to the next, and stay finite.</summary>
public sealed class InvalidTimeGridException : ArgumentException
{
    /// <summary>Names the node at fault.</summary>
    /// <param name="node">Index of the first node at fault, 0 to N.</param>
    /// <param name="timestep">Its timestep, in training steps.</param>
    /// <param name="reason">What is wrong with it, as a sentence.</param>
    public InvalidTimeGridException(int node, double timestep, string reason)
        : base($"Node {node} (timestep {timestep}) makes no time grid: {reason}")
        => (Node, Timestep) = (node, timestep);

    /// <summary>Index of the first node at fault, 0 to N.</summary>
    public int Node { get; }

    /// <summary>Timestep of that node, in training steps.</summary>
    public double Timestep { get; }
}
