using System.Net;
using System.Net.Sockets;

namespace BelmAgent.Workflows.Webhooks;

/// <summary>Addresses that a webhook may go to: a user of a shared server must not reach what only the server can.</summary>
internal static class WebhookAddress
{
    /// <summary>Checks an address before it is stored.</summary>
    /// <exception cref="BelmException"><c>webhook_not_allowed</c>: it is none, or a private one.</exception>
    public static async Task CheckAsync(string url, bool allowPrivate, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.UserInfo.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || (allowPrivate && address.Scheme == Uri.UriSchemeHttp)))
        {
            throw Refuse("The webhook's address is not one of https without a user name", "give one such as https://example.org/hook");
        }

        try
        {
            await ResolveAsync(address.DnsSafeHost, allowPrivate, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw Refuse($"The webhook's host '{address.DnsSafeHost}' is not known", "correct the address", exception);
        }
    }

    /// <summary>Connects for a request: the address is checked once more, since names may change between two looks.</summary>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint host, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host.Host, allowPrivate, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether an address is reached from within a machine or network alone.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var at = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (at.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // 2002::/16 and 64:ff9b::/96 carry an IPv4 address, which may be a private one.
            var words = at.GetAddressBytes();
            return IPAddress.IsLoopback(at) || at.IsIPv6LinkLocal || at.IsIPv6SiteLocal || at.IsIPv6UniqueLocal || at.IsIPv6Multicast || at.Equals(IPAddress.IPv6Any)
                || words is [0x20, 0x02, ..] or [0x00, 0x64, 0xff, 0x9b, ..];
        }

        return at.GetAddressBytes() switch
        {
            [0 or 10 or 127 or >= 224, ..] => true,
            [100, >= 64 and < 128, ..] => true,
            [169, 254, ..] => true,
            [172, >= 16 and < 32, ..] => true,
            [192, 168, ..] => true,
            [192, 0, 0, _] => true,
            [198, 18 or 19, ..] => true,
            _ => false,
        };
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        return addresses.Length > 0 && (allowPrivate || !addresses.Any(IsPrivate))
            ? addresses
            : throw Refuse($"The webhook's host '{host}' is at a private address", "give a public one, or allow private ones with Belm:Workflows:WebhookAllowPrivate");
    }

    private static BelmException Refuse(string problem, string remedy, Exception? inner = null) => new("webhook_not_allowed", ErrorKind.Refused, problem, remedy, inner);
}
