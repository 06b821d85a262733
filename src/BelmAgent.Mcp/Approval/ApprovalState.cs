using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BelmAgent.Mcp.Approval;

/// <summary>
/// Seals which question a client was asked, so that its answer counts for that proposal, that client and a limited time. The seal travels
/// through the client, which can read but not change it.
/// </summary>
/// <remarks>The key is random and lives as long as the process, like proposals do. Safe to share.</remarks>
/// <param name="clock">Supplies the time.</param>
internal sealed class ApprovalState(TimeProvider clock)
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Creates the seal of a question.</summary>
    /// <param name="proposalId">The proposal that is asked about.</param>
    /// <param name="client">The client that asks its user.</param>
    /// <param name="lifetime">How long an answer counts.</param>
    public string Seal(string proposalId, string client, TimeSpan lifetime)
    {
        var expiry = (clock.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{expiry}.{Base64Url.EncodeToString(Sign(proposalId, client, expiry))}");
    }

    /// <summary>Returns whether a seal is one of this process, for the same proposal and client, and still counts.</summary>
    /// <param name="seal">The text that came back from the client.</param>
    /// <param name="proposalId">The proposal that is about to run.</param>
    /// <param name="client">The client that calls.</param>
    public bool Verify(string? seal, string proposalId, string client)
    {
        if (seal?.Split('.') is not [var time, var signature]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var expiry)
            || !Base64Url.IsValid(signature))
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), Sign(proposalId, client, expiry))
            && clock.GetUtcNow().ToUnixTimeSeconds() <= expiry;
    }

    // The lengths keep one part from running into the next.
    private byte[] Sign(string proposalId, string client, long expiry) => HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{proposalId.Length}:{proposalId}|{client.Length}:{client}|{expiry}")));
}
