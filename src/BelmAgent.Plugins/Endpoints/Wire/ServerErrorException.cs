namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>A server said within an answer that there is none.</summary>
/// <param name="error">What it said.</param>
internal sealed class ServerErrorException(ServerError error) : Exception("The server answered with an error.")
{
    /// <summary>What it said.</summary>
    public ServerError Error { get; } = error;
}

/// <summary>A model refused to answer, or its answer was filtered out.</summary>
/// <param name="words">How it refused; null when it had no words.</param>
internal sealed class ModelRefusalException(string? words) : Exception("The model refused.")
{
    /// <summary>How it refused; null when it had no words.</summary>
    public string? Words { get; } = words;
}

/// <summary>A stream ended before its answer did.</summary>
internal sealed class BrokenStreamException() : IOException("The stream ended before its answer.");
