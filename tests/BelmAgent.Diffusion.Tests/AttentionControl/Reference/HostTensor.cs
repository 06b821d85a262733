namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>Numbers on the host, row by row of the batch.</summary>
internal sealed record HostTensor(long[] Shape, float[] Values);
