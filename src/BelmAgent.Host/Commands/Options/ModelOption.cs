using System.CommandLine;

namespace BelmAgent.Host.Commands.Options;

/// <summary>The option for the model.</summary>
internal sealed class ModelOption
{
    private readonly Option<string?> _model = NewOption.Path(
        "--model", "DIR", "Model folder in the layout of a Stable Diffusion ONNX export (default: the embedded ToyTown).");

    public void AddTo(Command command) => command.Add(_model);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(_model) is { } model ? [new("Belm:Model:Path", model)] : [];
}
