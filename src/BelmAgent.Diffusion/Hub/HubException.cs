namespace BelmAgent.Diffusion.Hub;

/// <summary>A model could not be fetched. Its message is one sentence with the remedy.</summary>
/// <param name="subject">The repository, address or folder that it is about.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public class HubException(string subject, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The repository, address or folder that it is about.</summary>
    public string Subject { get; } = subject;
}
