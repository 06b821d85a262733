namespace BelmAgent.Host.Failures;

/// <summary>Failures of a command line, or of a file that it names, that asks for something that cannot be done.</summary>
internal static class UsageError
{
    /// <summary>Creates a failure.</summary>
    /// <param name="code">A short name of the fault for programs, in snake_case.</param>
    /// <param name="problem">The problem: a clause without a full stop.</param>
    /// <param name="remedy">The remedy: a clause without a full stop.</param>
    /// <param name="inner">The exception that caused it. Default: null.</param>
    public static BelmException Create(string code, string problem, string remedy, Exception? inner = null) =>
        new(code, ErrorKind.InvalidInput, problem, remedy, inner);
}
