using System.CommandLine;

namespace BelmAgent.Host.Commands.Options;

/// <summary>Options for model, device and library.</summary>
internal sealed class MachineOptions
{
    private readonly ModelOption _model = new();

    private readonly ProviderOption _provider = new();

    private readonly LibraryOption _library = new();

    public void AddTo(Command command)
    {
        _model.AddTo(command);
        _provider.AddTo(command);
        _library.AddTo(command);
    }

    /// <summary>Returns the configuration from these options.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        _model.Settings(line).Concat(_provider.Settings(line)).Concat(_library.Settings(line));
}
