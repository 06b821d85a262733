namespace BelmAgent.Diffusion.Hub;

/// <summary>The hub did not answer, broke off, or answered that it cannot, as often as it was tried.</summary>
/// <param name="host">The host that was asked.</param>
/// <param name="reason">What happened the last time.</param>
/// <param name="status">The HTTP status; null where none came.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class HubUnavailableException(string host, string reason, int? status, Exception? inner = null) : HubException(
    host, $"{host} does not deliver ({reason}): check the connection and Belm:Models:Endpoint, and run the same command later; what is here already is kept.", inner)
{
    /// <summary>What happened the last time.</summary>
    public string Reason { get; } = reason;

    /// <summary>The HTTP status; null where none came.</summary>
    public int? Status { get; } = status;

    /// <summary>How long the host asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
