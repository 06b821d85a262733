using System.CommandLine;

namespace BelmAgent.Host.Commands.Options;

/// <summary>Which model, which device, which library.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string?> _model = NewOption.Text(
        "--model", "DIR", "Model folder in the layout of a Stable Diffusion ONNX export (default: the embedded ToyTown).");

    private readonly Option<string?> _provider = NewOption.Choice(
        "--provider", "Where the networks run", "auto, the best that works here", "auto", "cpu", "cuda", "tensorrt", "directml", "coreml", "openvino");

    private readonly Option<string?> _library = NewOption.Text(
        "--library", "DIR", "Folder that keeps pictures, inversions and lineage (default: belm in your local application data).");

    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_provider);
        command.Add(_library);
    }

    /// <summary>The configuration that these options make.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line)
    {
        if (line.GetValue(_model) is { } model)
        {
            yield return new("Belm:Model:Path", Path.GetFullPath(model));
        }

        if (line.GetValue(_provider) is { } provider)
        {
            yield return new("Belm:Device:Provider", provider);
        }

        if (line.GetValue(_library) is { } library)
        {
            yield return new("Belm:Library:Root", Path.GetFullPath(library));
        }
    }
}
