using BelmAgent.Workflows.Storage;
using Npgsql;

namespace BelmAgent.Workflows.Tests.Storage;

/// <summary>Failures of PostgreSQL: what may pass is tried again, and what a person must see to ends the worker.</summary>
public sealed class PostgreSqlDatabaseTests
{
    [Theory]
    [InlineData("25P03", ErrorKind.Unavailable)]
    [InlineData("57P01", ErrorKind.Unavailable)]
    [InlineData("53300", ErrorKind.Unavailable)]
    [InlineData("40P01", ErrorKind.Unavailable)]
    [InlineData("42501", ErrorKind.NotUsable)]
    [InlineData("53100", ErrorKind.NotUsable)]
    [InlineData("3D000", ErrorKind.NotUsable)]
    [InlineData("28P01", ErrorKind.NotUsable)]
    public void A_failure_has_the_kind_of_its_state(string state, ErrorKind kind)
    {
        var database = new PostgreSqlDatabase("Host=127.0.0.1", TimeSpan.FromSeconds(30));

        Assert.Equal(kind, database.Translate(new PostgresException("text", "FATAL", "FATAL", state)).Kind);
    }

    [Fact]
    public void A_frozen_session_ends_within_a_lease()
    {
        var completed = new NpgsqlConnectionStringBuilder(PostgreSqlDatabase.Complete("Host=127.0.0.1;Options=-c lock_timeout=5", TimeSpan.FromSeconds(30)));

        Assert.Equal("-c lock_timeout=5 -c idle_in_transaction_session_timeout=10000", completed.Options);
    }

    [Fact]
    public void What_is_no_connection_string_is_refused_without_repeating_it()
    {
        var failure = Assert.Throws<BelmException>(() => new PostgreSqlDatabase("password=secret;nonsense", TimeSpan.FromSeconds(30)));

        Assert.Equal("connection_string", failure.Code);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }
}
