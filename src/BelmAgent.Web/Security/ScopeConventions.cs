using Microsoft.AspNetCore.Builder;

namespace BelmAgent.Web.Security;

/// <summary>Demands scopes of keys for endpoints, by policies under names of their own: the app around may have a policy <c>admin</c>, too.</summary>
public static class ScopeConventions
{
    /// <summary>Demands a key that has a scope.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint or group.</param>
    /// <param name="scope">One of <see cref="Scopes"/>.</param>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(PolicyOf(scope));

    /// <summary>Limits how often each key may call endpoints, by <c>Belm:Serve:PerMinute</c>: those of one name are counted together.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint or group.</param>
    /// <param name="name">The name, such as <c>agent</c>.</param>
    public static TBuilder LimitCalls<TBuilder>(this TBuilder endpoint, string name)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RateClass(name));

    /// <summary>Returns the name of a scope's policy.</summary>
    internal static string PolicyOf(string scope) => $"belm:{scope}";
}
