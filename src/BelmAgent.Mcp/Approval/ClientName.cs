using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Approval;

/// <summary>Names of clients.</summary>
internal static class ClientName
{
    private const int MaxLength = 64;

    /// <summary>Returns whose call it is: the key's, where the transport knows one, or else the client's.</summary>
    public static string OwnerOf(MessageContext call) => KeyOf(call) ?? Of(call.Server);

    /// <summary>Returns who decides, for the audit: the client, and the key where the transport knows one.</summary>
    public static string DeciderOf(MessageContext call) => KeyOf(call) is { } key ? $"{key} ({Of(call.Server)})" : Of(call.Server);

    private static string? KeyOf(MessageContext call) => call.User?.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null;

    /// <summary>Returns the name of a client for the audit and for results, such as <c>mcp:desktop</c>.</summary>
    /// <remarks>Anybody can choose it: only plain letters are kept.</remarks>
    public static string Of(McpServer server)
    {
        string name = new([.. (server.ClientInfo?.Name ?? "").Where(letter => char.IsAsciiLetterOrDigit(letter) || "-_./@ ".Contains(letter, StringComparison.Ordinal)).Take(MaxLength)]);
        return $"mcp:{(string.IsNullOrWhiteSpace(name) ? "client" : name.Trim())}";
    }
}
