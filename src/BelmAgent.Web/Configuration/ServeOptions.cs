using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Web.Configuration;

/// <summary>Options of the web page and the REST interface. Configuration section <c>Belm:Serve</c>.</summary>
public sealed class ServeOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the addresses to listen on, separated by semicolons. Default: port 5170 of this machine alone. Others need TLS, or
    /// <see cref="BehindProxy"/>.
    /// </summary>
    public string Urls { get; set; } = "http://127.0.0.1:5170;http://[::1]:5170";

    /// <summary>Gets or sets whether callers need a key. Default: <see cref="ServeAuth.Key"/>.</summary>
    public ServeAuth Auth { get; set; } = ServeAuth.Key;

    /// <summary>Gets or sets further values of the header <c>Host</c> to answer, such as <c>images.example:443</c>; exact, no wildcards. Default: none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Gets or sets the origins of other pages that may call with a key, such as <c>https://tool.example</c>; exact, no wildcards. Default: none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Gets or sets whether a reverse proxy in front does TLS, so that an address beyond this machine may be served without. Default: false.</summary>
    public bool BehindProxy { get; set; }

    /// <summary>Gets or sets the IP addresses of proxies whose forwarded headers are believed. Default: none.</summary>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];

    /// <summary>Gets or sets the path under which everything is served, such as <c>/belm</c>. Default: none.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>Gets or sets how long a plan waits for its approval in a conversation, 10 s to 1 day; then it is refused. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Belm:Serve:ApprovalTimeout must be 00:00:10 to 1.00:00:00.")]
    public TimeSpan ApprovalTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long running edits may take to end when the server stops, 0 to 10 min; then they are cancelled. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "Belm:Serve:Grace must be 00:00:00 to 00:10:00.")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets how many edits of one key may wait or run, 1 to 100000. Default: 200.</summary>
    [Range(1, 100_000, ErrorMessage = "Belm:Serve:MaxQueuedPerOwner must be 1 to 100000.")]
    public int MaxQueuedPerOwner { get; set; } = 200;

    /// <summary>Gets or sets how many streams of events one key may hold open, 1 to 1000. Default: 64.</summary>
    [Range(1, 1000, ErrorMessage = "Belm:Serve:MaxStreams must be 1 to 1000.")]
    public int MaxStreams { get; set; } = 64;

    /// <summary>Gets or sets how many previews of a running edit are made a second while somebody watches, 0 to 20. Default: 4.</summary>
    [Range(0, 20, ErrorMessage = "Belm:Serve:PreviewsPerSecond must be 0 to 20.")]
    public double PreviewsPerSecond { get; set; } = 4;

    /// <summary>Gets or sets how many pictures, plans and edits each one key may start a minute, 1 to 100000. Default: 120.</summary>
    [Range(1, 100_000, ErrorMessage = "Belm:Serve:PerMinute must be 1 to 100000.")]
    public int PerMinute { get; set; } = 120;

    /// <summary>Gets or sets whether the image routes of OpenAI's interface are served under <c>/v1</c>. Default: false.</summary>
    public bool OpenAiImages { get; set; }

    /// <summary>Gets or sets a folder from which the page is served in place of the built-in one, for its development. Default: none.</summary>
    public string? ClientFolder { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var urls = Addresses();
        if (urls.Count == 0 || urls.Any(url => url is null))
        {
            yield return new ValidationResult("Belm:Serve:Urls must be addresses such as http://127.0.0.1:5170, separated by semicolons.", [nameof(Urls)]);
            yield break;
        }

        if (urls.Any(url => !url!.IsLoopback))
        {
            if (Auth == ServeAuth.None)
            {
                yield return new ValidationResult("Belm:Serve:Auth must be Key where Belm:Serve:Urls names more than this machine.", [nameof(Auth)]);
            }

            if (!BehindProxy && urls.Any(url => !url!.IsLoopback && url.Scheme != Uri.UriSchemeHttps))
            {
                yield return new ValidationResult(
                    "Belm:Serve:Urls may name more than this machine only with https, or with Belm:Serve:BehindProxy=true behind a proxy that does TLS.", [nameof(Urls)]);
            }
        }

        if (BehindProxy && KnownProxies.Count == 0)
        {
            yield return new ValidationResult("Belm:Serve:BehindProxy needs the proxy's IP address in Belm:Serve:KnownProxies.", [nameof(BehindProxy)]);
        }

        if (PathBase.Length > 0 && (PathBase[0] != '/' || PathBase.EndsWith('/')))
        {
            yield return new ValidationResult("Belm:Serve:PathBase must be empty or a path such as /belm.", [nameof(PathBase)]);
        }

        if (KnownProxies.Any(proxy => !System.Net.IPAddress.TryParse(proxy, out _)))
        {
            yield return new ValidationResult("Belm:Serve:KnownProxies must be IP addresses.", [nameof(KnownProxies)]);
        }

        if (AllowedOrigins.Any(origin => !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin))
        {
            yield return new ValidationResult("Belm:Serve:AllowedOrigins must be origins such as https://tool.example, without a path.", [nameof(AllowedOrigins)]);
        }
    }

    /// <summary>Returns the addresses to listen on; null for one that is none.</summary>
    internal IReadOnlyList<Uri?> Addresses() =>
    [
        .. Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => Uri.TryCreate(text.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https" ? url : null),
    ];
}

/// <summary>Whether callers need a key.</summary>
public enum ServeAuth
{
    /// <summary>Callers give a key, and pages the cookie that they got for one.</summary>
    Key,

    /// <summary>Anybody on this machine may do everything.</summary>
    None,
}
