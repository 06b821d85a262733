namespace BelmAgent.Workflows.Storage;

/// <summary>The tables, as numbered steps that are only ever added to.</summary>
internal static class WorkflowSchema
{
    private static readonly string[] Steps =
    [
        """
        create table batch(
          id text primary key, owner text not null, name text not null, state text not null, priority integer not null, max_parallel integer not null,
          queue text not null, model_hash text not null, fingerprint text not null, manifest text not null, output text not null, plan_hash text, approved_by text,
          webhook text, traceparent text, created bigint not null, started bigint, ended bigint);
        create index batch_output on batch(output, created);
        create table item(
          id text primary key, batch_id text not null references batch(id), n integer not null, state text not null, priority integer not null,
          tries integer not null default 0, deaths integer not null default 0, not_before bigint not null default 0, cancel_requested integer not null default 0,
          epoch integer not null default 0, worker text, lease_until bigint,
          image text not null, request text, settings text not null, output text not null, is_faulty integer not null default 0, stamp text,
          source_id text, plan text, proposal text, question text, content_key text, same_as text,
          image_id text, result text, error text, progress text, delivered integer not null default 0,
          started bigint, ended bigint, seconds double precision, unique(batch_id, n));
        create index item_next on item(batch_id, state, priority desc, deaths, n);
        create index item_lease on item(state, lease_until);
        create index item_same on item(same_as);
        create index item_key on item(batch_id, content_key);
        create table source(batch_id text not null references batch(id), image text not null, image_id text not null, sha256 text not null, caption text, primary key(batch_id, image));
        create table owner_turn(owner text primary key, served bigint not null);
        create table worker(
          id text primary key, host text not null, process integer not null, queue text not null, model text not null, provider text not null,
          version text not null, started bigint not null, seen bigint not null, item_id text);
        create table webhook(
          id text primary key, batch_id text not null, url text not null, body text not null, tries integer not null default 0, next_at bigint not null,
          state text not null, last_status integer);
        """,
        """
        create index item_pace on item(batch_id, state, ended);
        create index batch_state on batch(state, ended);
        """,
    ];

    /// <summary>Gets the version of the tables that this program writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings the tables up to this program's version.</summary>
    /// <exception cref="BelmException"><c>database_newer</c>: they are of a later version.</exception>
    public static async Task UpgradeAsync(Statements statements)
    {
        await statements.ExecuteAsync("create table if not exists belm_schema(version integer not null)");
        var version = await statements.FindAsync<long?>("select max(version) from belm_schema") ?? 0;
        if (version > Version)
        {
            throw new BelmException(
                "database_newer", ErrorKind.NotUsable, $"The database of batches is of version {version}, and this program knows versions up to {Version}",
                "use the newer program, or another database");
        }

        for (var step = version; step < Version; step++)
        {
            await statements.ExecuteAsync(Steps[step]);
            await statements.ExecuteAsync("insert into belm_schema(version) values (@version)", new { version = step + 1 });
        }
    }
}
