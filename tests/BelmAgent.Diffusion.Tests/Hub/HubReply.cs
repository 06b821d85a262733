namespace BelmAgent.Diffusion.Tests.Hub;

/// <summary>What the loopback hub answers.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Gets the connection breaks after so many bytes of the body.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>Nothing ever comes.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Gets the head says nothing of the body's length.</summary>
    public bool WithoutLength { get; init; }
}
