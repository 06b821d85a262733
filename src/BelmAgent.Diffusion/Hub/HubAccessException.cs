namespace BelmAgent.Diffusion.Hub;

/// <summary>The hub does not let this person have the model.</summary>
/// <param name="repository">The repository.</param>
/// <param name="status">The HTTP status, 401 or 403.</param>
/// <param name="hadToken">Whether a token was sent.</param>
public sealed class HubAccessException(string repository, int status, bool hadToken) : HubException(
    repository,
    $"The hub does not hand '{repository}' out ({status}): " + (hadToken
        ? "accept the model's terms on its page, and check that the token may read it."
        : "accept the model's terms on its page if it has any, and set an access token as HF_TOKEN."))
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Whether a token was sent.</summary>
    public bool HadToken { get; } = hadToken;
}
