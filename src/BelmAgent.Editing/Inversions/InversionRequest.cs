using BelmAgent.Editing.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>A request for the inversion of a picture, with every setting filled in.</summary>
internal sealed record InversionRequest
{
    public required string ImageId { get; init; }

    public required string Prompt { get; init; }

    public required string Sampler { get; init; }

    public SamplerParameters Parameters { get; init; } = new();

    public required int Steps { get; init; }

    public double Guidance { get; init; } = 1;

    public double Strength { get; init; } = 1;

    public bool FixedPoint { get; init; }
}
