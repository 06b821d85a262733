using System.Data.Common;
using Dapper;
using Npgsql;

namespace BelmAgent.Workflows.Storage;

/// <summary>Batches in a PostgreSQL server, for several machines; the tables are in the schema <c>belm</c>.</summary>
internal sealed class PostgreSqlDatabase : WorkflowDatabase
{
    private const string Schema = "belm";

    // Any number that other programs do not use.
    private const long Lock = 0x62656C6D;

    private readonly string _connection;

    /// <param name="connection">The connection string.</param>
    /// <param name="lease">How long a worker holds an item without a sign of life.</param>
    /// <exception cref="BelmException"><c>connection_string</c>: it is not a connection string of PostgreSQL.</exception>
    public PostgreSqlDatabase(string connection, TimeSpan lease) => _connection = Complete(connection, lease, Schema);

    /// <summary>
    /// Completes a connection string so that a process that is frozen in the middle of a transaction loses it, with the locks on which
    /// all others would wait.
    /// </summary>
    /// <exception cref="BelmException"><c>connection_string</c>: it is not a connection string of PostgreSQL.</exception>
    public static string Complete(string connection, TimeSpan lease, string? schema = null)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connection);
            builder.SearchPath = schema ?? builder.SearchPath;
            builder.ApplicationName ??= "belm";
            builder.Options = FormattableString.Invariant($"{builder.Options} -c idle_in_transaction_session_timeout={(long)(lease / 3).TotalMilliseconds}").Trim();
            return builder.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new BelmException(
                "connection_string", ErrorKind.InvalidInput, "The connection string is not one of PostgreSQL",
                "give one such as \"Host=db;Database=belm;Username=belm\" with --connection or Belm:Workflows:Connection", exception);
        }
    }

    public override bool IsShared => true;

    public override string Now => "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

    public override BelmException Translate(DbException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new(
            "database_full", ErrorKind.NotUsable, "The disk of the batches' database is full", "free some space there and run the same command again", exception),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new(
            "database_missing", ErrorKind.NotUsable, "The database that the connection string names does not exist", "create it with createdb, or correct Belm:Workflows:Connection", exception),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => new(
            "database_refused", ErrorKind.NotUsable, "The database of batches does not let this user in", "correct user and password in Belm:Workflows:Connection", exception),
        // Class 42: a statement that it cannot run, such as one that this user may not. All else may pass, like a session that was ended.
        PostgresException known when known.SqlState.StartsWith("42", StringComparison.Ordinal) => new(
            "database_unusable", ErrorKind.NotUsable, $"The database of batches refused a statement ({known.SqlState}: {known.MessageText.TrimEnd('.')})",
            "check its log, and that the user may create tables", exception),
        _ => new(
            "database_unreachable", ErrorKind.Unavailable, "The database of batches does not answer", "check that the server runs and that Belm:Workflows:Connection names it", exception),
    };

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override async Task<DbTransaction> BeginAsync(DbConnection connection, bool isExclusive, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (isExclusive)
        {
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, cancellationToken: cancellationToken));
        }

        return transaction;
    }

    protected override Task SetUpAsync(DbConnection connection, CancellationToken cancellationToken) =>
        // Two processes that start together may both find it missing.
        connection.ExecuteAsync($"select pg_advisory_lock({Lock}); create schema if not exists {Schema}; select pg_advisory_unlock({Lock})");
}
