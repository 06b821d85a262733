using System.Net;

namespace BelmAgent.Diffusion.Hub;

/// <summary>A hub's answer before its content is read.</summary>
/// <param name="response">The last response, after all redirects.</param>
/// <param name="linkedTag">The checksum that the hub itself gave for content stored elsewhere; null if it gave none.</param>
/// <param name="patience">How long to wait for each piece.</param>
/// <param name="clock">Measures the wait.</param>
internal sealed class HubAnswer(HttpResponseMessage response, string? linkedTag, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private const int Piece = 1 << 17;

    public HttpResponseMessage Response { get; } = response;

    public string? LinkedTag { get; } = linkedTag;

    public bool IsPartial => Response.StatusCode == HttpStatusCode.PartialContent;

    public bool IsBeyondTheEnd => Response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;

    /// <summary>Gets the entity tag; null if it is weak and so does not guarantee the same bytes.</summary>
    public string? Tag => Response.Headers.ETag is { IsWeak: false, Tag: var tag } ? tag : null;

    /// <summary>Copies the content, up to a maximum number of bytes.</summary>
    /// <exception cref="HubException">The connection was interrupted.</exception>
    public async Task CopyAsync(Stream destination, long most, Action<ReadOnlyMemory<byte>> copied, CancellationToken cancellationToken)
    {
        var host = Response.RequestMessage?.RequestUri?.Host ?? "the host";
        using var limit = new CancellationTokenSource(patience, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var buffer = new byte[Piece];
        Stream? content = null;
        while (most > 0)
        {
            int read;
            try
            {
                limit.CancelAfter(patience);
                content ??= await Response.Content.ReadAsStreamAsync(waiting.Token);
                read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most)), waiting.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw HubException.Unavailable(host, FormattableString.Invariant($"nothing came for {patience.TotalSeconds:0} s"), e);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw HubException.Unavailable(host, "the connection broke", e);
            }

            if (read == 0)
            {
                return;
            }

            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            copied(buffer.AsMemory(0, read));
            most -= read;
        }
    }

    public void Dispose() => Response.Dispose();
}
