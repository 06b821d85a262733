using System.CommandLine;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Commands.Options;

/// <summary>The option to run plans without asking.</summary>
internal sealed class ApprovalOption
{
    private readonly Option<bool> _yes = NewOption.Flag("--yes", "Run every plan without asking.");

    public void AddTo(Command command) => command.Add(_yes);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(_yes) ? [new("Belm:Editing:Approval", nameof(ApprovalMode.Automatic))] : [];
}
