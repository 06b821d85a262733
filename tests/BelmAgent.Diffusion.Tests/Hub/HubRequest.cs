namespace BelmAgent.Diffusion.Tests.Hub;

/// <summary>A request to the loopback hub.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Names in lower case.</param>
internal sealed record HubRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
