using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host;

/// <summary>The app: takes a command line and returns an exit code.</summary>
/// <param name="io">The streams to read and write.</param>
/// <param name="interrupts">Handles Ctrl-C.</param>
/// <param name="configure">Adds or replaces services after the app has added its own.</param>
internal sealed class BelmApp(BelmIo io, Interrupts interrupts, Action<IServiceCollection>? configure = null)
{
    /// <summary>Runs one command. Every failure becomes one sentence and an exit code.</summary>
    public async Task<int> RunAsync(params IReadOnlyList<string> args)
    {
        // Determined before the line is parsed, so that a parse error is reported in JSON too.
        var screen = new Screen(io, args.Contains("--json"));
        try
        {
            var line = CommandLine.Parse(args);
            // What is not a command of the app is System.CommandLine's own: help and the version.
            return line is { Action: null, CommandResult.Command: AppCommand command } ? await RunAsync(command, line, screen) : await InvokeAsync(line);
        }
        catch (Exception e)
        {
            if (args.Contains("--verbose"))
            {
                await io.Error.WriteLineAsync(PlainText.From(e.ToString()));
            }

            return Report(Failure.From(e), screen);
        }
    }

    private async Task<int> RunAsync(AppCommand command, ParseResult line, Screen screen)
    {
        using var host = AppHost.Build(command, line, screen, interrupts, configure);
        Outcome outcome;
        try
        {
            outcome = await command.RunAsync(new CommandContext(line, screen, host.Services, interrupts.App));
        }
        catch (LimitExceededException refused)
        {
            throw command.Explain(refused);
        }

        if (screen.Json)
        {
            if (outcome.Json.Count > 0)
            {
                await io.Out.WriteLineAsync(JsonOutput.Line(outcome.Json));
            }
        }
        else
        {
            outcome.Facts.WriteTo(screen.Words);
        }

        return outcome.ExitCode;
    }

    private Task<int> InvokeAsync(ParseResult line) => line.InvokeAsync(
        new InvocationConfiguration { Output = io.Out, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupts.App);

    private int Report(Failure failure, Screen screen)
    {
        if (!screen.Json || !TryWrite(JsonOutput.Error(failure.Code, failure.Message)))
        {
            screen.Error.MarkupLine($"[red]belm:[/] {Markup.Escape(PlainText.From(failure.Message))}");
        }

        return failure.ExitCode;
    }

    // The failure may be that standard output itself cannot be written.
    private bool TryWrite(JsonObject json)
    {
        try
        {
            io.Out.WriteLine(JsonOutput.Line(json));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
