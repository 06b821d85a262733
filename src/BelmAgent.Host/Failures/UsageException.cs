namespace BelmAgent.Host.Failures;

/// <summary>The command line, or a file that it names, asks for something that cannot be done.</summary>
/// <param name="code">A short name of the fault for programs, in snake_case.</param>
/// <param name="message">One sentence with the remedy.</param>
/// <param name="inner">What was thrown below, if anything.</param>
internal sealed class UsageException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
