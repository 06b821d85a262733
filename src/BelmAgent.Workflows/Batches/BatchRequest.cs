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

    /// <summary>Gets the priority of rows that name none, 1 to 9; higher ones go first. Null: 5, or as it is if the batch is there.</summary>
    public int? Priority { get; init; }

    /// <summary>Gets how many rows are worked on at the same time, 1 to 1000. Null: <c>Belm:Workflows:MaxParallel</c>, or as it is if the batch is there.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Gets the address that is told when the batch has ended. Null: none, or as it is if the batch is there.</summary>
    public string? Webhook { get; init; }

    /// <summary>Gets whether rows are done again that an earlier batch of the same folder has done. Default: false.</summary>
    public bool IsAnew { get; init; }
}

/// <summary>A manifest that was sent, about images of the library. Its results stay there.</summary>
/// <remarks>Its rows name ids of the library, or names that <see cref="Images"/> gives to such ids; never files of this machine.</remarks>
public sealed record BatchUpload
{
    /// <summary>Gets the manifest as CSV or JSON Lines in UTF-8. Read to its end; it stays open.</summary>
    public required Stream Manifest { get; init; }

    /// <summary>Gets whether it is a CSV table; else it is JSON Lines.</summary>
    public bool IsTable { get; init; }

    /// <summary>Gets the batch's name. Default: <c>batch</c>.</summary>
    public string Name { get; init; } = "batch";

    /// <summary>Gets the ids of images by the names that rows use, such as those of the files that were uploaded. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the request for rows without one. Null: every row must have its own.</summary>
    public string? Request { get; init; }

    /// <summary>Gets whose batch it is.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the priority of rows that name none, 1 to 9; higher ones go first. Default: 5.</summary>
    public int Priority { get; init; } = 5;

    /// <summary>Gets how many rows are worked on at the same time, 1 to 1000. Null: <c>Belm:Workflows:MaxParallel</c>.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Gets the address that is told when the batch has ended. Null: none.</summary>
    public string? Webhook { get; init; }
}
