namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>A UNet's graph with attention control added, ready for a session.</summary>
/// <param name="Bytes">The ONNX file.</param>
/// <param name="IsCached">Whether it was read from the cache.</param>
/// <param name="Failure">The reason why it could not be cached; null if it was cached or is too large.</param>
internal sealed record EditedGraph(byte[] Bytes, bool IsCached, AttentionCacheFailure? Failure);
