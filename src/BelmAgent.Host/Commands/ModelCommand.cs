using System.CommandLine;
using BelmAgent.Host.Commands.Options;

namespace BelmAgent.Host.Commands;

/// <summary>A command that uses a model and a library.</summary>
internal abstract class ModelCommand(string name, string description) : AppCommand(name, description)
{
    protected MachineOptions Machine { get; } = new();

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => Machine.Settings(line);

    protected override void AddTail()
    {
        Machine.AddTo(this);
        base.AddTail();
    }
}
