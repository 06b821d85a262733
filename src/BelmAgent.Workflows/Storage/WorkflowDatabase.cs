using System.Data.Common;
using Dapper;

namespace BelmAgent.Workflows.Storage;

/// <summary>The database of batches. Statements are the same for both kinds; what differs is here.</summary>
/// <remarks>All times are milliseconds since 1970 by the database's own clock. Safe to share between threads.</remarks>
internal abstract class WorkflowDatabase
{
    private volatile bool _isPrepared;

    static WorkflowDatabase() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Gets whether several machines may use it.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Gets whether it is there; one that is not is created when it is first used.</summary>
    public virtual bool IsThere => true;

    /// <summary>Gets the expression for the database's current time.</summary>
    public abstract string Now { get; }

    /// <summary>Opens a connection, for the caller to dispose of. The first one creates the tables or brings them up to date.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException">
    /// <c>database_unreachable</c>, <c>database_newer</c>: it is of a later version than the program.
    /// </exception>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_isPrepared)
        {
            // Two callers may do this at once: what is up to date is left as it is.
            await PrepareAsync(cancellationToken);
            _isPrepared = true;
        }

        return await ConnectAsync(cancellationToken);
    }

    /// <summary>Runs statements in a transaction; only one that is exclusive runs at a time, over all processes.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="work">The statements. They may run again if the database asks for it.</param>
    /// <param name="isExclusive">Whether it excludes others that are exclusive.</param>
    /// <param name="cancellationToken">Cancels the call before it is committed.</param>
    public async Task<T> InTransactionAsync<T>(Func<Statements, Task<T>> work, bool isExclusive, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await BeginAsync(connection, isExclusive, cancellationToken);
            var result = await work(new Statements(connection, transaction, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (DbException exception)
        {
            throw Translate(exception);
        }
    }

    /// <summary>Runs one statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        InTransactionAsync(statements => statements.ExecuteAsync(sql, values), isExclusive: false, cancellationToken);

    /// <summary>Reads rows; few enough to be held at once.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: cancellationToken))];
        }
        catch (DbException exception)
        {
            throw Translate(exception);
        }
    }

    /// <summary>Reads one row; null if there is none.</summary>
    public async Task<T?> FindAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        (await QueryAsync<T>(sql, values, cancellationToken)) is [var first, ..] ? first : default;

    /// <summary>Turns a failure of the database into one that says what to do.</summary>
    public abstract BelmException Translate(DbException exception);

    /// <summary>Opens a connection to a database that is prepared.</summary>
    protected abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction.</summary>
    protected abstract Task<DbTransaction> BeginAsync(DbConnection connection, bool isExclusive, CancellationToken cancellationToken);

    /// <summary>Runs before the tables are created, on a new connection.</summary>
    protected virtual Task SetUpAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            await SetUpAsync(connection, cancellationToken);
            await using var transaction = await BeginAsync(connection, isExclusive: true, cancellationToken);
            await WorkflowSchema.UpgradeAsync(new Statements(connection, transaction, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            throw Translate(exception);
        }
    }
}

/// <summary>Statements in one transaction.</summary>
internal sealed record Statements(DbConnection Connection, DbTransaction Transaction, CancellationToken CancellationToken)
{
    public Task<int> ExecuteAsync(string sql, object? values = null) =>
        Connection.ExecuteAsync(new CommandDefinition(sql, values, Transaction, cancellationToken: CancellationToken));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null) =>
        [.. await Connection.QueryAsync<T>(new CommandDefinition(sql, values, Transaction, cancellationToken: CancellationToken))];

    public async Task<T?> FindAsync<T>(string sql, object? values = null) => await QueryAsync<T>(sql, values) is [var first, ..] ? first : default;
}
