using System.CommandLine;
using BelmAgent.Host.Commands.Options;

namespace BelmAgent.Host.Models;

/// <summary>The option for the folder of models.</summary>
internal sealed class ModelsFolderOption
{
    private readonly Option<string?> _folder = NewOption.Path(
        "--models", "DIR", "Folder that keeps model folders (default: belm/models in your local application data).");

    public void AddTo(Command command) => command.Add(_folder);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(_folder) is { } folder ? [new("Belm:Models:Folder", folder)] : [];
}
