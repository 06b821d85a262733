using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Approval;

/// <summary>Names of clients.</summary>
internal static class ClientName
{
    private const int MaxLength = 64;

    /// <summary>Returns the name of a client for the audit and for results, such as <c>mcp:desktop</c>.</summary>
    /// <remarks>Anybody can choose it: only plain letters are kept.</remarks>
    public static string Of(McpServer server)
    {
        string name = new([.. (server.ClientInfo?.Name ?? "").Where(letter => char.IsAsciiLetterOrDigit(letter) || "-_./@ ".Contains(letter, StringComparison.Ordinal)).Take(MaxLength)]);
        return $"mcp:{(string.IsNullOrWhiteSpace(name) ? "client" : name.Trim())}";
    }
}
