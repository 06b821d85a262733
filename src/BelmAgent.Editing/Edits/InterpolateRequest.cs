namespace BelmAgent.Editing.Edits;

/// <summary>A request for a picture between two that were inverted with the same settings.</summary>
public sealed record InterpolateRequest
{
    /// <summary>Gets the inversion at fraction 0: an id, or the path of its file under an allowed root.</summary>
    public required string Inversion { get; init; }

    /// <summary>Gets the inversion at fraction 1, made with the same model, sampler, grid, size, strength, prompt and guidance.</summary>
    public required string OtherInversion { get; init; }

    /// <summary>Gets the position between the two, 0 to 1. Default: 0.5.</summary>
    public double Fraction { get; init; } = 0.5;
}
