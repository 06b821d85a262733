using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Asks a hub over the plain HTTP protocol of huggingface.co, and tries again what fails for a while.</summary>
/// <remarks>The token goes to the endpoint alone, whatever it redirects to. Safe to share between threads.</remarks>
public sealed class HubClient : IDisposable
{
    private const int MostRedirects = 6;
    private const int MostPages = 100;
    private const int MostJson = 32 << 20;
    private const long WorthAnotherRound = 16 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly HubOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>Creates a client; nothing is asked yet.</summary>
    /// <param name="options">Which hub, with what token and patience.</param>
    /// <param name="clock">Measures the waits for an answer and between tries. Default: the system's.</param>
    public HubClient(HubOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock) = (options, clock ?? TimeProvider.System);
        // Redirects are followed by hand: the first answer tells the checksum, and the token must stay behind.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("belm");
    }

    /// <summary>Gets the wait before the first try but one.</summary>
    internal TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the settings.</summary>
    internal HubOptions Options => _options;

    /// <summary>Lists what is to be taken of a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="selection">Which of its files.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="HubException">The hub does not answer, has no such repository, hands it out to others only, or lists what could harm.</exception>
    public async Task<HubListing> ListAsync(HubRepository repository, HubSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(selection);
        var head = await JsonAsync(Address($"api/models/{repository.Name}/revision/{Uri.EscapeDataString(repository.Revision)}"), repository, cancellationToken);
        // All files come of one commit, even while the branch moves on.
        var commit = head.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("sha", out var sha)
            && sha.ValueKind == JsonValueKind.String && HubTree.Hex(sha.GetString(), 40) is { } known ? known : repository.Revision;

        var files = new List<HubFile>();
        Uri? next = Address($"api/models/{repository.Name}/tree/{Uri.EscapeDataString(commit)}?recursive=true");
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages || !IsEndpoint(next))
            {
                throw new HubListingException(repository.Name, page == MostPages ? "the list does not end" : "the list goes on at another host");
            }

            var (json, following) = await JsonAsync(next, repository, cancellationToken);
            files.AddRange(HubTree.Read(json, repository.Name));
            next = following;
        }

        return HubListing.Choose(repository, commit, files, selection, (long)_options.MaxGibibytes << 30);
    }

    /// <summary>Starts to fetch a file.</summary>
    /// <param name="listing">What the file is of.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">The first byte that is wanted.</param>
    /// <param name="tag">The entity tag of the content before the offset; null where none is known.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The answer, 200, 206 or 416, for the caller to dispose.</returns>
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

    /// <summary>Tries something until it is done, a few times; whoever gets on has as many tries again.</summary>
    /// <param name="attempt">What is tried.</param>
    /// <param name="progress">Bytes that are there.</param>
    /// <param name="cancellationToken">Stops the waits.</param>
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
            catch (HubUnavailableException e)
            {
                tries = progress() - before >= WorthAnotherRound ? 0 : tries;
                asked = e.RetryAfter;
                if (tries >= _options.Retries || asked > LongestWait)
                {
                    throw;
                }
            }

            var wait = FirstWait * Math.Pow(2, tries);
            wait = asked > wait ? asked.Value : wait;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, _clock, cancellationToken);
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
                await answer.CopyAsync(content, MostJson + 1, _ => { }, cancellationToken);
                if (content.Length > MostJson)
                {
                    throw new HubListingException(repository.Name, "the list is longer than any that is honest");
                }

                try
                {
                    using var document = JsonDocument.Parse(content.GetBuffer().AsMemory(0, (int)content.Length));
                    result = (document.RootElement.Clone(), HubTree.Next(answer.Response, address));
                }
                catch (JsonException e)
                {
                    throw new HubListingException(repository.Name, $"{address.Host} answers with what is no JSON; is Belm:Models:Endpoint a hub?", null, e);
                }
            },
            () => 0,
            cancellationToken);
        return result;
    }

    private async Task<HubAnswer> SendAsync(Uri address, HubRepository repository, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        string? linkedTag = null;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
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

        throw new HubUnavailableException(address.Host, "it redirects in a circle", null);
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
            throw new HubUnavailableException(address.Host, FormattableString.Invariant($"no answer within {_options.Timeout.TotalSeconds:0} s"), null, e);
        }
        catch (HttpRequestException e)
        {
            throw new HubUnavailableException(address.Host, "the connection failed", null, e);
        }
    }

    private static Uri Follow(Uri from, Uri location)
    {
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        return to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp)
            ? to
            : throw new HubUnavailableException(from.Host, $"it redirects to {to.Scheme}, which is not safe", null);
    }

    private HubException Explain(HttpResponseMessage response, Uri address, HubRepository repository)
    {
        var status = (int)response.StatusCode;
        var code = response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.FirstOrDefault() : null;
        var isMissing = status is 404 or 410 || code is "RepoNotFound" or "RevisionNotFound" or "EntryNotFound";
        return IsEndpoint(address) switch
        {
            true when isMissing => new HubNotFoundException(repository.Name, repository.Revision),
            true when status is 401 or 403 => new HubAccessException(repository.Name, status, !string.IsNullOrEmpty(_options.Token)),
            _ => new HubUnavailableException(address.Host, $"it answers {status}", status) { RetryAfter = After(response.Headers.RetryAfter) },
        };
    }

    private TimeSpan? After(RetryConditionHeaderValue? value) =>
        value?.Delta ?? (value?.Date is { } date && date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : null);
}

/// <summary>What a hub answers, before its content is read.</summary>
/// <param name="response">The last answer, after all redirects.</param>
/// <param name="linkedTag">The checksum that the hub itself named for the content elsewhere; null where it named none.</param>
/// <param name="patience">How long to wait for each piece.</param>
/// <param name="clock">Measures that.</param>
internal sealed class HubAnswer(HttpResponseMessage response, string? linkedTag, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private const int Piece = 1 << 17;

    public HttpResponseMessage Response { get; } = response;

    public string? LinkedTag { get; } = linkedTag;

    public bool IsPartial => Response.StatusCode == HttpStatusCode.PartialContent;

    public bool IsBeyondTheEnd => Response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;

    /// <summary>Gets the entity tag; null of one that does not promise the same bytes.</summary>
    public string? Tag => Response.Headers.ETag is { IsWeak: false, Tag: var tag } ? tag : null;

    /// <summary>Copies the content, but never more than so many bytes.</summary>
    /// <exception cref="HubUnavailableException">It broke off.</exception>
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
                throw new HubUnavailableException(host, FormattableString.Invariant($"nothing came for {patience.TotalSeconds:0} s"), null, e);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new HubUnavailableException(host, "the connection broke", null, e);
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
