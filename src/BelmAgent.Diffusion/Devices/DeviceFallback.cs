namespace BelmAgent.Diffusion.Devices;

/// <summary>A provider that was tried before the one in use.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Reason">The reason why it was rejected.</param>
public sealed record DeviceFallback(string Provider, string Reason);
