using System.CommandLine;
using BelmAgent.Host.Commands.Options;

namespace BelmAgent.Host.Commands;

/// <summary>A command of the app. It translates between the command line and the domain, and makes no decisions.</summary>
internal abstract class AppCommand(string name, string description) : Command(name, description)
{
    /// <summary>Gets the options that every command takes.</summary>
    public CommonOptions Common { get; } = new();

    /// <summary>Returns the configuration from the command line; it overrides every other source.</summary>
    public virtual IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => [];

    /// <summary>Returns the files that the user names for reading. Naming a file permits reading it.</summary>
    public virtual IEnumerable<string> Inputs(ParseResult line) => [];

    /// <summary>Runs the command.</summary>
    public abstract Task<Outcome> RunAsync(CommandContext context);

    /// <summary>Adds the shared options; called last, so that help lists a command's own options first.</summary>
    protected virtual void AddTail() => Common.AddTo(this);
}
