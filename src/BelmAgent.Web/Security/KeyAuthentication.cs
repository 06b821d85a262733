using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Security;

/// <summary>Authenticates a caller by its key, or a page by the cookie that it got for one.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys, IOptions<ServeOptions> serve)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Belm";
    public const string ScopeClaim = "scope";
    private const string Bearer = "Bearer ";

    /// <summary>Returns the cookie's name: browsers keep one jar for all ports of a host, so each server has a name of its own.</summary>
    public static string CookieOf(HttpRequest request) => string.Create(CultureInfo.InvariantCulture, $"belm-{request.Host.Port ?? (request.IsHttps ? 443 : 80)}");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (serve.Value.Auth == ServeAuth.None)
        {
            // Wherever the app around listens: without keys, this machine alone is served.
            return Task.FromResult(
                Context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
                    ? AuthenticateResult.Success(Ticket(KeyRing.Owner, Scopes.All))
                    : AuthenticateResult.Fail("Without keys, only this machine is served."));
        }

        var header = Request.Headers.Authorization.ToString();
        var key = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? keys.Find(header[Bearer.Length..].Trim())
            : header.Length == 0 && Request.Cookies[CookieOf(Request)] is { } cookie ? keys.FindByCookie(cookie)
            : null;
        return Task.FromResult(
            key is not null ? AuthenticateResult.Success(Ticket(key.Name, key.Scopes))
            : header.Length > 0 || Request.Cookies.ContainsKey(CookieOf(Request)) ? AuthenticateResult.Fail("The key is not known.")
            : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.WriteAsync(Context, Problem.Create(401, "key_needed", "A key is needed, and none that is known was given.", "Give one as 'Authorization: Bearer KEY', or open the link that 'belm serve' prints."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.WriteAsync(Context, Problem.Create(403, "scope_needed", "The key may not do this.", "Use a key that has the scope, or have its owner do it."));

    private AuthenticationTicket Ticket(string name, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.NameIdentifier, name), .. scopes.Select(scope => new Claim(ScopeClaim, scope))], Scheme.Name);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name);
    }
}
