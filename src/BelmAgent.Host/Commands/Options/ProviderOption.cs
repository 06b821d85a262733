using System.CommandLine;
using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Host.Commands.Options;

/// <summary>The option for the execution provider.</summary>
internal sealed class ProviderOption
{
    private readonly Option<string?> _provider = NewOption.Choice(
        "--provider", "Where the networks run", "auto, the best that works here", [.. ExecutionProviders.Names]);

    public void AddTo(Command command) => command.Add(_provider);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(_provider) is { } provider ? [new("Belm:Device:Provider", provider)] : [];
}
