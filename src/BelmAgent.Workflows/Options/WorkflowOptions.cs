using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Workflows.Options;

/// <summary>Options of batches and their workers. Configuration section <c>Belm:Workflows</c>.</summary>
public sealed class WorkflowOptions : IValidatableObject
{
    /// <summary>Gets or sets where batches are stored. Default: <see cref="WorkflowStore.Sqlite"/>.</summary>
    public WorkflowStore Store { get; set; } = WorkflowStore.Sqlite;

    /// <summary>
    /// Gets or sets the connection string of PostgreSQL, such as <c>Host=db;Database=belm;Username=belm</c>. Not used with SQLite, whose
    /// file is <c>jobs.db</c> in the library.
    /// </summary>
    public string? Connection { get; set; }

    /// <summary>Gets or sets how long a worker holds an item without a sign of life, 5 s to 10 min. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00", ErrorMessage = "Belm:Workflows:Lease must be from 00:00:05 to 00:10:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often workers look for items whose worker is gone, 1 s to 5 min. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Belm:Workflows:Sweep must be from 00:00:01 to 00:05:00.")]
    public TimeSpan Sweep { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how often an item is tried again after a transient failure, 0 to 10. Default: 3.</summary>
    [Range(0, 10, ErrorMessage = "Belm:Workflows:Retries must be from 0 to 10.")]
    public int Retries { get; set; } = 3;

    /// <summary>Gets or sets the waits before each retry; the last is used for all further ones. Default: 5 s, 30 s, 2 min.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; set; } = [];

    /// <summary>Gets or sets how many items of one batch are worked on at the same time, 1 to 1000. Default: 4.</summary>
    [Range(1, 1000, ErrorMessage = "Belm:Workflows:MaxParallel must be from 1 to 1000.")]
    public int MaxParallel { get; set; } = 4;

    /// <summary>Gets or sets the most rows of a manifest, 1 to 1,000,000. Default: 100,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Belm:Workflows:MaxRows must be from 1 to 1000000.")]
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Gets or sets the most rows of one owner that have not ended, over all batches, 1 to 10,000,000. Default: 1,000,000.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Belm:Workflows:MaxRowsPerOwner must be from 1 to 10000000.")]
    public int MaxRowsPerOwner { get; set; } = 1_000_000;

    /// <summary>
    /// Gets or sets after how many days workers delete the rows of a batch that has ended, 0 to 3650; 0 for never. Images and result
    /// files stay, but the same manifest is then done anew. Default: 0.
    /// </summary>
    [Range(0, 3650, ErrorMessage = "Belm:Workflows:KeepDays must be from 0 to 3650.")]
    public int KeepDays { get; set; }

    /// <summary>Gets or sets the secret that signs webhooks, as <c>whsec_</c> and base64. Default: none, so webhooks are refused.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Gets or sets whether webhooks may go to private and loopback addresses, and to http. Default: false.</summary>
    public bool WebhookAllowPrivate { get; set; }

    /// <summary>Gets or sets how often a webhook is tried over 24 hours, 1 to 20. Default: 8.</summary>
    [Range(1, 20, ErrorMessage = "Belm:Workflows:WebhookTries must be from 1 to 20.")]
    public int WebhookTries { get; set; } = 8;

    /// <summary>Returns the wait before a retry.</summary>
    /// <param name="tries">How often the item has been tried, at least 1.</param>
    public TimeSpan DelayAfter(int tries)
    {
        var delays = RetryDelays is { Count: > 0 } ? RetryDelays : DefaultDelays;
        return delays[Math.Min(Math.Max(tries, 1), delays.Count) - 1];
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Store == WorkflowStore.PostgreSql && string.IsNullOrWhiteSpace(Connection))
        {
            yield return new ValidationResult("Belm:Workflows:Connection must name a database when Belm:Workflows:Store is PostgreSql.", [nameof(Connection)]);
        }

        if (RetryDelays.Any(delay => delay < TimeSpan.Zero || delay > TimeSpan.FromDays(1)))
        {
            yield return new ValidationResult("Belm:Workflows:RetryDelays must be from 00:00:00 to 1.00:00:00 each.", [nameof(RetryDelays)]);
        }
    }

    private static readonly TimeSpan[] DefaultDelays = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];
}

/// <summary>Where batches are stored.</summary>
public enum WorkflowStore
{
    /// <summary>In a file of the library, for one machine; nothing to install.</summary>
    Sqlite,

    /// <summary>In a PostgreSQL server, for several machines.</summary>
    PostgreSql,
}
