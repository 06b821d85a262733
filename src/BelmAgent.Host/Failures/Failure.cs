using BelmAgent.Editing.Edits;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Failures;

/// <summary>A failure as reported to the caller. The only place that converts exceptions to exit codes and sentences.</summary>
/// <param name="ExitCode">The exit code of the process.</param>
/// <param name="Code">A short name for programs, in snake_case; the same as the plugin's if it has one.</param>
/// <param name="Message">One sentence with the remedy.</param>
internal sealed record Failure(int ExitCode, string Code, string Message)
{
    private const string Unexpected = "Something unexpected went wrong: run it again with --verbose for details.";

    /// <summary>Translates an exception. A new kind of failure is a <see cref="BelmException"/> and needs no line here.</summary>
    public static Failure From(Exception exception) => exception switch
    {
        BelmException e => new(ExitCodes.For(e.Kind), e.Code, e.Message),
        EditStoppedException e => new(ExitCodes.Cancelled, "cancelled", e.Message),
        OperationCanceledException => new(ExitCodes.Cancelled, "cancelled", "Cancelled."),
        OptionsValidationException e => new(ExitCodes.BadInput, "configuration", string.Join(" ", e.Failures)),
        AggregateException e when e.InnerExceptions.All(inner => inner is OptionsValidationException) => new(
            ExitCodes.BadInput, "configuration", string.Join(" ", e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures))),
        FileNotFoundException or DirectoryNotFoundException => new(ExitCodes.BadInput, "file_not_found", exception.Message),
        UnauthorizedAccessException e => new(ExitCodes.BadInput, "file_not_allowed", e.Message),
        IOException e => new(ExitCodes.NotUsable, "file", e.Message),
        _ => new(ExitCodes.Unexpected, "unexpected", Unexpected),
    };
}
