namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>A way to damage a model folder.</summary>
/// <param name="Name">The damage and its target.</param>
/// <param name="Apply">Applies it to a folder.</param>
/// <param name="MustBeRefused">Whether it must be refused.</param>
internal sealed record Damage(string Name, Action<string> Apply, bool MustBeRefused = false);
