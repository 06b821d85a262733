namespace BelmAgent.Diffusion.Hub;

/// <summary>What was given names no repository of a hub.</summary>
/// <param name="name">What was given.</param>
/// <param name="endpoint">The hub that would be asked.</param>
public sealed class HubNameException(string name, Uri endpoint) : HubException(
    name, $"'{name}' names no model: give OWNER/NAME, or its page's address at {endpoint.AbsoluteUri.TrimEnd('/')}; single files and archives are not fetched.");
