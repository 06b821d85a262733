using System.Globalization;
using System.Threading.RateLimiting;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Security;

/// <summary>The class of a route whose calls are counted together, so that one caller cannot take all of the machine.</summary>
internal sealed record RateClass(string Name)
{
    public static RateClass Picture { get; } = new("picture");

    public static RateClass Plan { get; } = new("plan");

    public static RateClass Job { get; } = new("job");
}

/// <summary>Limits how often each key may call the routes of a class.</summary>
internal sealed class RateMiddleware(RequestDelegate next, IOptions<ServeOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Owner, string Class)> _limiter = PartitionedRateLimiter.Create<(string Owner, string Class), (string, string)>(
        caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.PerMinute,
            QueueLimit = 0,
        }));

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RateClass>() is { } limited)
        {
            using var lease = _limiter.AttemptAcquire((context.User.Identity?.Name ?? $"{context.Connection.RemoteIpAddress}", limited.Name));
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
                context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
                await Problem.WriteAsync(context, Problem.Create(429, "too_many_requests", "This key has called too often.", $"Wait {wait} s."));
                return;
            }
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() is { } body
            && context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = body.Bytes;
        }

        await next(context);
    }

    public void Dispose() => _limiter.Dispose();
}
