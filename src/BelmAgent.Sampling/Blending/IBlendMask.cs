namespace BelmAgent.Sampling;

/// <summary>Decides, after each step, where a target may depart from its source.</summary>
/// <remarks>A mask may change from step to step; it usually belongs to one run and is not safe to share.</remarks>
public interface IBlendMask
{
    /// <summary>Reads the mask for the state that has just been reached.</summary>
    /// <param name="node">Index of its node, K − 1 down to 0.</param>
    /// <param name="source">The source's state s at that node.</param>
    /// <param name="target">The target's state x there, before it is blended.</param>
    /// <param name="mask">Receives one number per element, 0 to 1: 1 keeps the target, 0 replaces it with the source.</param>
    /// <returns>False when nothing is to be blended at this node; <paramref name="mask"/> is then unspecified.</returns>
    bool TryRead(int node, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> mask);
}
