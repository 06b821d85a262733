namespace BelmAgent.Workflows.Batches;

/// <summary>A manifest, the folder for its results, and how the batch should run.</summary>
public sealed record BatchRequest
{
    /// <summary>Gets the manifest: a folder of pictures, or a file that ends in <c>.csv</c> or <c>.jsonl</c>.</summary>
    public required string Manifest { get; init; }

    /// <summary>Gets the folder for the results; created if missing.</summary>
    public required string Output { get; init; }

    /// <summary>Gets the request for rows without one. Null: every row must have its own; a folder has no rows of its own, and needs it.</summary>
    public string? Request { get; init; }

    /// <summary>Gets whose batch it is. Default: the name of the user of this machine.</summary>
    public string Owner { get; init; } = Environment.UserName;

    /// <summary>Gets the priority of rows that name none, 1 to 9; higher ones go first. Default: 5.</summary>
    public int Priority { get; init; } = 5;

    /// <summary>Gets how many rows are worked on at the same time, 1 to 1000. Null: <c>Belm:Workflows:MaxParallel</c>.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Gets the address that is told when the batch has ended. Null: none.</summary>
    public string? Webhook { get; init; }

    /// <summary>Gets whether rows are done again that an earlier batch of the same folder has done. Default: false.</summary>
    public bool IsAnew { get; init; }
}
