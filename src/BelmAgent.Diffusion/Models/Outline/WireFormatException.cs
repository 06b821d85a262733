namespace BelmAgent.Diffusion.Models.Outline;

/// <summary>Bytes are not in protobuf's wire format, or not a model in it.</summary>
/// <param name="reason">What is wrong with them.</param>
/// <param name="inner">What was thrown below, if anything.</param>
internal sealed class WireFormatException(string reason, Exception? inner = null) : Exception(reason, inner);
