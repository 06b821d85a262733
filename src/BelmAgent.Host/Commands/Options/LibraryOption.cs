using System.CommandLine;

namespace BelmAgent.Host.Commands.Options;

/// <summary>The option for the library.</summary>
internal sealed class LibraryOption
{
    private readonly Option<string?> _library = NewOption.Path(
        "--library", "DIR", "Folder that keeps pictures, inversions and lineage (default: belm in your local application data).");

    public void AddTo(Command command) => command.Add(_library);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(_library) is { } library ? [new("Belm:Library:Root", library)] : [];
}
