using System.CommandLine;

namespace BelmAgent.Host.Commands.Options;

/// <summary>Which model, which device, which library.</summary>
internal sealed class MachineOptions
{
    private readonly ModelOption _model = new();

    private readonly ProviderOption _provider = new();

    private readonly Option<string?> _library = NewOption.Path(
        "--library", "DIR", "Folder that keeps pictures, inversions and lineage (default: belm in your local application data).");

    public void AddTo(Command command)
    {
        _model.AddTo(command);
        _provider.AddTo(command);
        command.Add(_library);
    }

    /// <summary>The configuration that these options make.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line)
    {
        foreach (var setting in _model.Settings(line).Concat(_provider.Settings(line)))
        {
            yield return setting;
        }

        if (line.GetValue(_library) is { } library)
        {
            yield return new("Belm:Library:Root", library);
        }
    }
}
