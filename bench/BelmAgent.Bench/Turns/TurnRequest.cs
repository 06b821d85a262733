namespace BelmAgent.Bench.Turns;

/// <summary>A request by another program: a picture to generate, or an edit if a picture is named.</summary>
internal sealed record TurnRequest
{
    /// <summary>Gets what the picture should show.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets a PNG to invert and edit. Null: the picture is generated.</summary>
    public string? Picture { get; init; }

    /// <summary>Gets what that picture shows.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the number of steps N.</summary>
    public required int Steps { get; init; }

    /// <summary>Gets the guidance w.</summary>
    public required double Guidance { get; init; }

    /// <summary>Gets the seed of a generated picture's noise.</summary>
    public long Seed { get; init; }
}
