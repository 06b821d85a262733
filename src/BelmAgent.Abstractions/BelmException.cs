namespace BelmAgent;

/// <summary>
/// A failure that is expected to happen and that says what to do about it. Command line, kernel functions and servers translate this one type;
/// an exception that is neither this nor one of .NET's for files, settings and cancellation is a fault of the program.
/// </summary>
/// <remarks>
/// Throw it as it is where nobody needs to tell the failure from others but by its code; derive a type only where somebody catches it or reads
/// its data. Immutable; safe to read from any thread.
/// </remarks>
public class BelmException : Exception
{
    /// <summary>Creates the failure; its message is <c>problem: remedy.</c>, or two sentences where the problem is one already.</summary>
    /// <param name="code">A short name for programs, in snake_case, such as <c>image_not_found</c>. It never changes.</param>
    /// <param name="kind">The kind of the failure.</param>
    /// <param name="problem">The problem: a clause without a full stop. May name files.</param>
    /// <param name="remedy">The remedy: a clause in lower case without a full stop. Names no file of this machine.</param>
    /// <param name="innerException">The exception that caused it. Default: null.</param>
    public BelmException(string code, ErrorKind kind, string problem, string remedy, Exception? innerException = null)
        : base(Join(problem, remedy), innerException) =>
        (Code, Kind, Problem, Remedy, MayRetry) = (code, kind, problem, remedy, kind is not (ErrorKind.Refused or ErrorKind.NotUsable));

    /// <summary>Gets the short name for programs, in snake_case.</summary>
    public string Code { get; }

    /// <summary>Gets the kind of the failure.</summary>
    public ErrorKind Kind { get; }

    /// <summary>Gets what went wrong. May name files of this machine, and so is for its user alone.</summary>
    public string Problem { get; }

    /// <summary>Gets what to do about it.</summary>
    public string Remedy { get; }

    /// <summary>Gets what went wrong without paths, for readers elsewhere such as a language model. Default: <see cref="Problem"/>, for those that name no file.</summary>
    public string SafeProblem { get => field ?? Problem; init; }

    /// <summary>Gets <see cref="SafeProblem"/> as a sentence of its own.</summary>
    public string SafeMessage => Sentence(SafeProblem);

    /// <summary>Gets <see cref="Remedy"/> as a sentence of its own.</summary>
    public string Advice => Sentence(Remedy);

    /// <summary>Gets a few ids or names that exist, the likeliest first, where an unknown one was given. Default: null, none.</summary>
    public IReadOnlyList<string>? KnownIds { get; init; }

    /// <summary>Gets whether whoever called, a language model for one, may try again on its own: with other input, or later. Default: by <see cref="Kind"/>.</summary>
    public bool MayRetry { get; init; }

    /// <summary>Creates the failure that nothing has the id that was asked for.</summary>
    /// <param name="code">The code, such as <c>image_not_found</c>.</param>
    /// <param name="thing">The kind of thing, such as "picture".</param>
    /// <param name="id">The id, whatever its form.</param>
    /// <param name="knownIds">A few ids that exist, the likeliest first.</param>
    /// <param name="remedyWithout">The remedy if there are none: a clause without a full stop.</param>
    public static BelmException NotFound(string code, string thing, string? id, IReadOnlyList<string> knownIds, string remedyWithout) => new(
        code,
        ErrorKind.NotFound,
        $"There is no {thing} '{id}'",
        knownIds is { Count: > 0 } ? $"use one of the known ids, such as {string.Join(", ", knownIds)}" : remedyWithout)
    {
        KnownIds = knownIds ?? [],
    };

    /// <summary>Gets a failure's name for logs and metrics, of few values and without the user's words.</summary>
    /// <param name="exception">Any exception.</param>
    /// <returns>The code of one of these; the full name of any other's type.</returns>
    public static string NameOf(Exception exception) => exception is BelmException known ? known.Code : exception?.GetType().FullName ?? "";

    private static string Join(string problem, string remedy)
    {
        var end = EndsSentence(remedy) ? "" : ".";
        return EndsSentence(problem) ? $"{problem} {Capital(remedy)}{end}" : $"{problem}: {remedy}{end}";
    }

    private static string Sentence(string clause) => EndsSentence(clause) ? Capital(clause) : $"{Capital(clause)}.";

    private static bool EndsSentence(string text) => text is [.., '.' or '?' or '!'];

    // An id at the beginning stays as it is written.
    private static string Capital(string text) => text is [var first, ..] && !text.Split(' ')[0].Contains('_') ? $"{char.ToUpperInvariant(first)}{text[1..]}" : text;
}
