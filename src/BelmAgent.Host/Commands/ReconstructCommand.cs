using System.CommandLine;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>Reconstructs a picture from a saved inversion.</summary>
internal sealed class ReconstructCommand : ModelCommand
{
    private readonly StoredArgument _inversion = new("INVERSION", LibraryId.Inversion, "a safetensors")
    {
        Description = "The inversion: a .safetensors file, or the id of one in the library.",
    };

    private readonly Option<string?> _output = NewOption.Path(
        "--output", "FILE", "The PNG to write (default: NAME-reconstructed.png in the current folder, or the next free name).", "-o");

    public ReconstructCommand()
        : base("reconstruct", "Reconstruct the image from a saved inversion.")
    {
        Add(_inversion);
        Add(_output);
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) => _inversion.File(line) is { } file ? [file] : [];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var files = new OutputFiles(Inputs(line));
        var inversion = _inversion.File(line) ?? _inversion.Id(line);
        var output = line.GetValue(_output) is { } named
            ? files.Named(named, ".png")
            : files.Free($"{Path.GetFileNameWithoutExtension(inversion)}-reconstructed", ".png");

        var progress = context.ShowProgress();
        var result = await progress.UntilAsync(context.Inverter.ReconstructAsync(inversion, progress, context.CancellationToken));

        await context.DeliverAsync(result.Picture, output);

        var json = JsonOutput.From(result).With("output", output.FullPath);
        var facts = new FactSheet()
            .Add("Saved", $"{output.Shown} ({result.ImageId})")
            .Add("Latent", $"SHA-256 {result.LatentSha256}")
            .AddWhereKnown("Safety", SafetyFact.Describe(result.Flagged))
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
        return new Outcome(json, facts);
    }
}
