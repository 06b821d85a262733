using System.Collections.Concurrent;
using System.Security.Cryptography;
using BelmAgent.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace BelmAgent.Web.Security;

/// <summary>Marks a route that makes something, and whose repetition under one <c>Idempotency-Key</c> is answered like the first call.</summary>
internal sealed record Idempotent
{
    public static Idempotent Mark { get; } = new();
}

/// <summary>Answers a repeated call like the first one, as long as the process lives, at most a day.</summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 128;
    private const int MaxKept = 1000;
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<(string Owner, string Key), Entry> _kept = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length == 0 || context.GetEndpoint()?.Metadata.GetMetadata<Idempotent>() is null)
        {
            await next(context);
            return;
        }

        if (key.Length > MaxLength)
        {
            throw new WebException(400, "idempotency_key", $"The {Header} has more than {MaxLength} characters", "use a shorter one");
        }

        var entry = _kept.GetOrAdd((context.User.Identity?.Name ?? "", key), _ => new Entry(clock.GetUtcNow()));
        await entry.Gate.WaitAsync(context.RequestAborted);
        try
        {
            await RunAsync(context, entry);
        }
        finally
        {
            entry.Gate.Release();
            Forget(context.User.Identity?.Name ?? "");
        }
    }

    private async Task RunAsync(HttpContext context, Entry entry)
    {
        context.Request.EnableBuffering();
        var hash = await HashAsync(context);
        if (entry.Answer is { } answer)
        {
            if (!entry.Hash.AsSpan().SequenceEqual(hash))
            {
                throw new WebException(409, "idempotency_key", $"The {Header} was used for another call", "use a new one for each thing to make");
            }

            await answer.WriteAsync(context.Response);
            return;
        }

        // Whoever gives a key may lose the connection and ask again: the work goes on, and its answer is kept.
        var (body, aborted) = (context.Response.Body, context.RequestAborted);
        using var copy = new MemoryStream();
        (context.Response.Body, context.RequestAborted) = (copy, CancellationToken.None);
        try
        {
            await next(context);
        }
        finally
        {
            (context.Response.Body, context.RequestAborted) = (body, aborted);
        }

        var given = new Answer(context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location.ToString(), copy.ToArray());
        if (given.Status is >= 200 and < 300)
        {
            (entry.Hash, entry.Answer) = (hash, given);
        }

        await body.WriteAsync(given.Body, context.RequestAborted);
    }

    private static async Task<byte[]> HashAsync(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}\n"));
        var buffer = new byte[81920];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        context.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    // Each key has its own room, and what is in flight stays.
    private void Forget(string owner)
    {
        var oldest = clock.GetUtcNow() - Life;
        var own = _kept.Where(kept => kept.Key.Owner == owner && kept.Value.Gate.CurrentCount == 1).OrderBy(kept => kept.Value.Since).ToList();
        foreach (var (key, _) in own.Where((kept, i) => i < own.Count - MaxKept || kept.Value.Since < oldest || kept.Value.Answer is null))
        {
            _kept.TryRemove(key, out _);
        }
    }

    private sealed class Entry(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;

        public SemaphoreSlim Gate { get; } = new(1);

        public byte[] Hash { get; set; } = [];

        public Answer? Answer { get; set; }
    }

    private sealed record Answer(int Status, string? Type, string Location, byte[] Body)
    {
        public async Task WriteAsync(HttpResponse response)
        {
            (response.StatusCode, response.ContentType) = (Status, Type);
            if (Location.Length > 0)
            {
                response.Headers.Location = Location;
            }

            await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
        }
    }
}
