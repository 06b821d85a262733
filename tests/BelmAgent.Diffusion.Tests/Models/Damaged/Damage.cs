namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>One way to damage a model folder.</summary>
/// <param name="Name">What is done to what.</param>
/// <param name="Apply">Does it to a folder.</param>
/// <param name="MustBeRefused">Whether it cannot be harmless.</param>
internal sealed record Damage(string Name, Action<string> Apply, bool MustBeRefused = false);
