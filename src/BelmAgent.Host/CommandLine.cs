using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using BelmAgent.Host.Batches;
using BelmAgent.Host.Chat;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Mcp;
using BelmAgent.Host.Models;
using BelmAgent.Host.Serve;

namespace BelmAgent.Host;

/// <summary>The grammar of the command line.</summary>
internal static class CommandLine
{
    private const string Description = """
        Edit images by chat, on exact diffusion inversion: everything that was not requested stays the same.

        Exit codes: 0 success, 2 bad usage or input, 3 model or device not usable, 4 refused by a limit or not approved, 5 the check of a strict edit did not pass or not all rows of a batch succeeded, 130 cancelled.
        """;

    /// <summary>Parses a line.</summary>
    /// <param name="args">The line's words.</param>
    /// <exception cref="BelmException"><c>usage</c>: the line is invalid.</exception>
    public static ParseResult Parse(IReadOnlyList<string> args)
    {
        var line = CreateRoot().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return line.Action is ParseErrorAction ? throw Explain(line) : line;
    }

    // Commands of the app have no action: the app runs them itself.
    private static RootCommand CreateRoot()
    {
        var root = new RootCommand(Description)
        {
            new EditCommand(), new GenerateCommand(), new InvertCommand(), new ReconstructCommand(), new InterpolateCommand(), new PlanCommand(),
            new ChatCommand(), new ServeCommand(), new KeysCommand(), new McpCommand(), new BatchCommand(), new WorkerCommand(), new WorkersCommand(),
            new AuditCommand(), new DoctorCommand(), new ModelsCommand(),
        };
#if !WITHOUT_BENCH
        root.Add(new Bench.BenchCommand());
#endif
        var help = new CommandHelp();
        root.Options.OfType<HelpOption>().Single().Action = help;
        foreach (var group in root.Subcommands.Where(command => command is not AppCommand).Append(root))
        {
            group.Action = help;
        }

        return root;
    }

    // The first error of an invalid line, as one sentence that says where to find help.
    private static BelmException Explain(ParseResult line)
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

/// <summary>Shows help; in the list of commands, arguments that may be left out stand in brackets, as in the usage of the command itself.</summary>
internal sealed class CommandHelp : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var (configuration, text) = (parseResult.InvocationConfiguration, new StringWriter());
        var output = configuration.Output;
        configuration.Output = text;
        try
        {
            return new HelpAction().Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
            output.Write(Bracket(text.ToString(), parseResult.CommandResult.Command.Subcommands));
        }
    }

    private static string Bracket(string help, IEnumerable<Command> commands)
    {
        foreach (var command in commands)
        {
            foreach (var argument in command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues == 0))
            {
                // The brackets take the place of two spaces before the description.
                help = help.Replace($"  {command.Name} <{argument.Name}>  ", $"  {command.Name} [<{argument.Name}>]", StringComparison.Ordinal);
            }
        }

        return help;
    }
}
