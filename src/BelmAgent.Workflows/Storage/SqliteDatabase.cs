using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BelmAgent.Workflows.Storage;

/// <summary>Batches in a file, for the processes of one machine.</summary>
/// <param name="path">The file; created with its folder if missing. Must not lie on a network share.</param>
internal sealed class SqliteDatabase(string path) : WorkflowDatabase
{
    private const int Full = 13;
    private const int BusySeconds = 60;

    public override bool IsShared => false;

    public override bool IsThere => File.Exists(path);

    public override string Now => "cast(unixepoch('subsec') * 1000 as integer)";

    public override BelmException Translate(DbException exception) => exception is SqliteException { SqliteErrorCode: Full }
        ? new("database_full", ErrorKind.NotUsable, $"The database of batches '{path}' could not be written because the disk is full", "free some space and run the same command again", exception)
        {
            SafeProblem = "The database of batches could not be written because the disk is full",
        }
        : new(
            "database_unusable", ErrorKind.NotUsable, $"The database of batches '{path}' cannot be used ({exception.Message.TrimEnd('.')})",
            "check the disk and the folder's permissions, or move the file away to start anew", exception)
        {
            SafeProblem = "The database of batches cannot be used",
        };

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = BusySeconds, Pooling = true }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            // A batch's progress survives the end of the process in any case; after a power cut the last moments are done again.
            await connection.ExecuteAsync("pragma synchronous = normal; pragma foreign_keys = on");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override Task<DbTransaction> BeginAsync(DbConnection connection, bool isExclusive, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    protected override Task SetUpAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("pragma journal_mode = wal");
}
