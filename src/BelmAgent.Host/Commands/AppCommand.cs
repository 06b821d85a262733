using System.CommandLine;
using BelmAgent.Host.Commands.Options;

namespace BelmAgent.Host.Commands;

/// <summary>A command of the app. It translates between the command line and the domain, and decides nothing.</summary>
internal abstract class AppCommand(string name, string description) : Command(name, description)
{
    /// <summary>Gets the options that every command takes.</summary>
    public CommonOptions Common { get; } = new();

    /// <summary>Returns the configuration that the command line makes; it wins over every other source.</summary>
    public virtual IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => [];

    /// <summary>Returns the files that the person names to be read. Naming one is the permission to read it.</summary>
    public virtual IEnumerable<string> Inputs(ParseResult line) => [];

    /// <summary>Runs the command.</summary>
    public abstract Task<Outcome> RunAsync(CommandContext context);

    /// <summary>Adds the shared options; called last, so that help lists a command's own first.</summary>
    protected virtual void AddTail() => Common.AddTo(this);
}
