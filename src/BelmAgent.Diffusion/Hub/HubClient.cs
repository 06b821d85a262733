using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Sends requests to a hub by the HTTP protocol of huggingface.co, and retries temporary failures.</summary>
/// <remarks>The token is sent only to the endpoint, wherever it redirects. Safe to share between threads.</remarks>
public sealed class HubClient : IDisposable
{
    private const int MaxRedirects = 6;
    private const int MaxPages = 100;
    private const int MaxJson = 32 << 20;
    private const long WorthAnotherRound = 16 << 20;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly HubOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>Creates a client; no request is sent yet.</summary>
    /// <param name="options">The hub, the token, the timeout and the retries.</param>
    /// <param name="clock">Measures timeouts and delays between retries. Default: the system's.</param>
    public HubClient(HubOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock) = (options, clock ?? TimeProvider.System);
        // Redirects are followed by hand: the first response has the checksum, and the token must not be forwarded.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("belm");
    }

    /// <summary>Gets the delay before the first retry.</summary>
    internal TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the settings.</summary>
    internal HubOptions Options => _options;

    /// <summary>Lists the files to download from a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="selection">Selects the files.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="HubException">The hub does not answer, has no such repository, denies access, or returns an unsafe list.</exception>
    public async Task<HubListing> ListAsync(HubRepository repository, HubSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(selection);
        var head = await JsonAsync(Address($"api/models/{repository.Name}/revision/{Uri.EscapeDataString(repository.Revision)}"), repository, cancellationToken);
        // All files are taken from one commit, even if the branch changes in the meantime.
        var commit = head.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("sha", out var sha)
            && sha.ValueKind == JsonValueKind.String && HubTree.Hex(sha.GetString(), 40) is { } known ? known : repository.Revision;

        var files = new List<HubFile>();
        var next = Address($"api/models/{repository.Name}/tree/{Uri.EscapeDataString(commit)}?recursive=true");
        for (var page = 0; next is not null; page++)
        {
            if (page == MaxPages || !IsEndpoint(next))
            {
                throw HubException.Listing(repository.Name, page == MaxPages ? "the list does not end" : "the list continues at another host");
            }

            var (json, following) = await JsonAsync(next, repository, cancellationToken);
            files.AddRange(HubTree.Read(json, repository.Name));
            next = following;
        }

        return HubListing.Choose(repository, commit, files, selection, (long)_options.MaxGibibytes << 30);
    }

    /// <summary>Starts the download of a file.</summary>
    /// <param name="listing">The listing that contains the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">The first byte to download.</param>
    /// <param name="tag">The entity tag of the content before the offset; null if it is unknown.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response, 200, 206 or 416, to be disposed by the caller.</returns>
    internal Task<HubAnswer> OpenAsync(HubListing listing, HubFile file, long offset, string? tag, CancellationToken cancellationToken)
    {
        var path = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        return SendAsync(
            Address($"{listing.Repository.Name}/resolve/{Uri.EscapeDataString(listing.Commit)}/{path}"),
            listing.Repository,
            request =>
            {
                if (offset > 0)
                {
                    request.Headers.Range = new RangeHeaderValue(offset, null);
                    request.Headers.IfRange = tag is null ? null : new RangeConditionHeaderValue(tag);
                }
            },
            cancellationToken);
    }

    /// <summary>Retries an action until it succeeds, a limited number of times; the count starts again whenever there is progress.</summary>
    /// <param name="attempt">The action.</param>
    /// <param name="progress">The number of bytes downloaded so far.</param>
    /// <param name="cancellationToken">Cancels the delays.</param>
    internal async Task RetryAsync(Func<Task> attempt, Func<long> progress, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var before = progress();
            TimeSpan? asked;
            try
            {
                await attempt();
                return;
            }
            catch (HubException e) when (e.Kind == ErrorKind.Unavailable)
            {
                tries = progress() - before >= WorthAnotherRound ? 0 : tries;
                asked = e.RetryAfter;
                if (tries >= _options.Retries || asked > MaxWait)
                {
                    throw;
                }
            }

            var wait = FirstWait * Math.Pow(2, tries);
            wait = asked > wait ? asked.Value : wait;
            await Task.Delay(wait < MaxWait ? wait : MaxWait, _clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Uri Address(string relative) => new($"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{relative}");

    private bool IsEndpoint(Uri address) => Uri.Compare(
        address, _options.Endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<(JsonElement Body, Uri? Next)> JsonAsync(Uri address, HubRepository repository, CancellationToken cancellationToken)
    {
        (JsonElement, Uri?) result = default;
        await RetryAsync(
            async () =>
            {
                using var answer = await SendAsync(address, repository, _ => { }, cancellationToken);
                using var content = new MemoryStream();
                await answer.CopyAsync(content, MaxJson + 1, _ => { }, cancellationToken);
                if (content.Length > MaxJson)
                {
                    throw HubException.Listing(repository.Name, "the list is suspiciously long");
                }

                try
                {
                    using var document = JsonDocument.Parse(content.GetBuffer().AsMemory(0, (int)content.Length));
                    result = (document.RootElement.Clone(), HubTree.Next(answer.Response, address));
                }
                catch (JsonException e)
                {
                    throw HubException.Listing(repository.Name, $"{address.Host} does not answer with JSON; is Belm:Models:Endpoint a hub?", null, e);
                }
            },
            () => 0,
            cancellationToken);
        return result;
    }

    private async Task<HubAnswer> SendAsync(Uri address, HubRepository repository, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        string? linkedTag = null;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            var response = await SendOnceAsync(address, prepare, cancellationToken);
            linkedTag ??= response.Headers.TryGetValues("X-Linked-Etag", out var tags) ? tags.FirstOrDefault()?.Trim('"') : null;
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return new HubAnswer(response, linkedTag, _options.Timeout, _clock);
            }

            using (response)
            {
                address = (int)response.StatusCode is >= 301 and <= 308 and not (304 or 305 or 306) && response.Headers.Location is { } location
                    ? Follow(address, location)
                    : throw Explain(response, address, repository);
            }
        }

        throw HubException.Unavailable(address.Host, "it redirects in a circle");
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri address, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        prepare(request);
        if (!string.IsNullOrEmpty(_options.Token) && IsEndpoint(address))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
        }

        using var patience = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw HubException.Unavailable(address.Host, FormattableString.Invariant($"no answer within {_options.Timeout.TotalSeconds:0} s"), e);
        }
        catch (HttpRequestException e)
        {
            throw HubException.Unavailable(address.Host, "the connection failed", e);
        }
    }

    private static Uri Follow(Uri from, Uri location)
    {
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        return to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp)
            ? to
            : throw HubException.Unavailable(from.Host, $"it redirects to {to.Scheme}, which is not safe");
    }

    private HubException Explain(HttpResponseMessage response, Uri address, HubRepository repository)
    {
        var status = (int)response.StatusCode;
        var code = response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.FirstOrDefault() : null;
        var isMissing = status is 404 or 410 || code is "RepoNotFound" or "RevisionNotFound" or "EntryNotFound";
        return IsEndpoint(address) switch
        {
            true when isMissing => HubException.NotFound(repository.Name, repository.Revision),
            true when status is 401 or 403 => HubException.Refused(repository.Name, status, !string.IsNullOrEmpty(_options.Token)),
            _ => HubException.Unavailable(address.Host, response.StatusCode, After(response.Headers.RetryAfter)),
        };
    }

    private TimeSpan? After(RetryConditionHeaderValue? value) =>
        value?.Delta ?? (value?.Date is { } date && date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : null);
}

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

    /// <summary>Gets the entity tag; null of one that does not promise the same bytes.</summary>
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
                throw HubException.Unavailable(host, FormattableString.Invariant($"no data arrived for {patience.TotalSeconds:0} s"), e);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw HubException.Unavailable(host, "the connection was lost", e);
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
