using System.Net;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Problems;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Security;

/// <summary>
/// Turns away what did not come for this server: a foreign host, a foreign page, or a page's request that any form could have sent. Neither
/// loopback nor the browser's own rules keep those out (DNS rebinding; CORS hides answers, but the request still runs).
/// </summary>
internal sealed class FrontDoor(RequestDelegate next, IServer server, IOptions<ServeOptions> options)
{
    public const string PageHeader = "X-Belm";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    private readonly ServeOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context)
    {
        WriteHeaders(context.Response.Headers);
        if (!IsOurHost(context.Request.Headers.Host.ToString(), context))
        {
            return Refuse(context, 421, "host_unknown", "This server does not answer to that host name.", "Use the address that 'belm serve' prints, or name the host in Belm:Serve:AllowedHosts.");
        }

        if (Fault(context.Request) is { } fault)
        {
            return Refuse(context, 403, "origin_refused", fault, "Call from the server's own page, or name the other page's origin in Belm:Serve:AllowedOrigins.");
        }

        Grant(context);
        if (HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.Origin.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        // A form can send neither this header nor a key, so a page's cookie alone changes nothing.
        if (!IsSafe(context.Request.Method) && context.Request.Headers.Authorization.Count == 0 && context.Request.Headers[PageHeader] != "1")
        {
            return Refuse(context, 403, "page_header_needed", "The request changes something and carries no key.", $"Give a key as 'Authorization: Bearer KEY'; a page sends '{PageHeader}: 1'.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = BodyLimit.Default;
        }

        return next(context);
    }

    private static Task Refuse(HttpContext context, int status, string code, string title, string remedy) =>
        Problem.WriteAsync(context, Problem.Create(status, code, title, remedy));

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static void WriteHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), clipboard-write=(self)";
    }

    // Whole values are compared, never parsed parts of them.
    private string? Fault(HttpRequest request)
    {
        if (request.Headers.Origin.Count > 0)
        {
            var origin = request.Headers.Origin.ToString();
            var isKnown = origin == $"{request.Scheme}://{request.Host.Value}" || _options.AllowedOrigins.Contains(origin, StringComparer.Ordinal);
            return isKnown ? null : "The request came from another page.";
        }

        var isNavigation = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !isNavigation ? "The request came from another page." : null;
    }

    // For a page of another origin that was allowed: its key, never our cookie.
    private void Grant(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (_options.AllowedOrigins.Contains(origin, StringComparer.Ordinal))
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID";
            headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
            headers.AccessControlExposeHeaders = "ETag, Location, Retry-After";
            headers.Vary = "Origin";
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }
    }

    private bool IsOurHost(string host, HttpContext context)
    {
        if (host.Length == 0)
        {
            return false;
        }

        if (_options.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        if (addresses is not { Count: > 0 })
        {
            // A server in memory, as in tests, has no address.
            return context.Connection.LocalPort == 0 && string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);
        }

        return addresses.Any(address => BindingHosts(address).Contains(host, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> BindingHosts(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
        {
            yield break;
        }

        string[] names = url.IsLoopback ? ["localhost", "127.0.0.1", "[::1]"]
            : IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) ? []
            : [url.Host];
        foreach (var name in names)
        {
            yield return $"{name}:{url.Port}";
            if (url.IsDefaultPort)
            {
                yield return name;
            }
        }
    }
}

/// <summary>The most bytes that a route's body may have.</summary>
/// <param name="Bytes">The bytes.</param>
internal sealed record BodyLimit(long Bytes)
{
    /// <summary>The limit of a route that names none.</summary>
    public const long Default = 1024 * 1024;
}
