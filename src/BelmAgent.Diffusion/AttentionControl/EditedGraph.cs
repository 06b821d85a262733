namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>A UNet's graph with attention control in it, ready for a session.</summary>
/// <param name="Bytes">The ONNX file.</param>
/// <param name="IsCached">True when it was read from the cache.</param>
/// <param name="Failure">Why it could not be kept; null when it was, or is too large to be.</param>
internal sealed record EditedGraph(byte[] Bytes, bool IsCached, AttentionCacheFailure? Failure);
