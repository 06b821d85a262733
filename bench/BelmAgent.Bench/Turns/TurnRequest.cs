namespace BelmAgent.Bench.Turns;

/// <summary>One thing to do, as another program asks for it: a picture to generate, or, where a picture is named, an edit.</summary>
internal sealed record TurnRequest
{
    /// <summary>What the picture should show.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets a PNG to invert and edit. Null: the picture is generated.</summary>
    public string? Picture { get; init; }

    /// <summary>What that picture shows.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the steps N.</summary>
    public required int Steps { get; init; }

    /// <summary>Gets the guidance w.</summary>
    public required double Guidance { get; init; }

    /// <summary>Gets the seed of a generated picture's noise.</summary>
    public long Seed { get; init; }
}
