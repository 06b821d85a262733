namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>What came of a damaged folder.</summary>
/// <param name="Index">Which damage.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome"><see cref="Works"/>, <see cref="Refused"/>, or the type of another exception; null when it began and nothing came yet.</param>
/// <param name="Message">What was said.</param>
internal sealed record DamagedResult(int Index, string Name, string? Outcome, string? Message)
{
    public const string Works = "works";
    public const string Refused = "refused";
}
