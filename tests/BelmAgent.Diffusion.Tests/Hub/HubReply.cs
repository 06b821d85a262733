namespace BelmAgent.Diffusion.Tests.Hub;

/// <summary>A response of the loopback hub.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Gets the number of bytes of the body after which the connection breaks.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>Gets whether nothing is ever sent.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Gets whether the head omits the body's length.</summary>
    public bool WithoutLength { get; init; }
}
