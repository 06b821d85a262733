using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using BelmAgent.Host.Bench;
using BelmAgent.Host.Chat;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Models;

namespace BelmAgent.Host;

/// <summary>The grammar of the command line.</summary>
internal static class CommandLine
{
    private const string Description = """
        Edit pictures by chat, on exact diffusion inversion: what was not asked for stays as it is.

        Exit codes: 0 done, 2 bad usage or input, 3 model or device not usable, 4 refused by a limit or not approved, 130 cancelled.
        """;

    /// <summary>Creates the root command with all commands below it.</summary>
    /// <param name="run">Runs a command.</param>
    public static RootCommand Create(Func<AppCommand, ParseResult, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand(Description);
        AppCommand[] commands =
        [
            new EditCommand(), new GenerateCommand(), new InvertCommand(), new ReconstructCommand(), new InterpolateCommand(), new PlanCommand(),
            new ChatCommand(), new AuditCommand(), new DoctorCommand(),
        ];
        foreach (var command in commands)
        {
            command.SetAction((line, token) => run(command, line, token));
            root.Add(command);
        }

        foreach (var group in (Command[])[new ModelsCommand(), new BenchCommand()])
        {
            foreach (var command in group.Subcommands.OfType<AppCommand>())
            {
                command.SetAction((line, token) => run(command, line, token));
            }

            group.SetAction(line => new HelpAction().Invoke(line));
            root.Add(group);
        }

        root.SetAction(line => new HelpAction().Invoke(line));
        return root;
    }

    /// <summary>Returns the first error of an invalid line, as one sentence that says where to find help.</summary>
    public static BelmException Explain(ParseResult line)
    {
        var command = line.CommandResult.Command;
        var fault = command.Subcommands.Count > 0 && line.UnmatchedTokens is [var unknown, ..]
            ? $"There is no command '{unknown}': give {string.Join(", ", command.Subcommands.SkipLast(1).Select(known => known.Name))} or {command.Subcommands[^1].Name}."
            : line.Errors[0].Message.ReplaceLineEndings(" ");
        return UsageError.Create("usage", fault, $"see 'belm{Path(line.CommandResult)} --help'");
    }

    private static string Path(CommandResult result) =>
        result.Command is RootCommand ? "" : $"{(result.Parent is CommandResult parent ? Path(parent) : "")} {result.Command.Name}";
}
