namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>The result for a damaged folder.</summary>
/// <param name="Index">Index of the damage.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">
/// <see cref="Works"/>, <see cref="Refused"/>, or the type of another exception; null if it started without a result yet.
/// </param>
/// <param name="Message">The message.</param>
internal sealed record DamagedResult(int Index, string Name, string? Outcome, string? Message)
{
    public const string Works = "works";
    public const string Refused = "refused";
}
