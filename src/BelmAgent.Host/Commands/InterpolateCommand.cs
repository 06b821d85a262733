using System.CommandLine;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>Creates a picture between two saved inversions.</summary>
internal sealed class InterpolateCommand : ModelCommand
{
    private readonly StoredArgument _inversion = new("INVERSION", LibraryId.Inversion, "a safetensors")
    {
        Description = "The inversion at fraction 0: a .safetensors file, or the id of one in the library.",
    };

    private readonly StoredArgument _other = new("OTHER", LibraryId.Inversion, "a safetensors")
    {
        Description = "The inversion at fraction 1, made with the same settings.",
    };

    private readonly Option<double?> _fraction = NewOption.Number(
        "--fraction", "F", fraction => fraction is >= 0 and <= 1, "a number from 0 to 1", "Position between the two inversions, 0 to 1 (default: 0.5).");

    private readonly Option<string?> _output = NewOption.Path(
        "--output", "FILE", "The PNG to write (default: interpolated.png in the current folder, or the next free name).", "-o");

    public InterpolateCommand()
        : base("interpolate", "Create an image between two saved inversions.")
    {
        Add(_inversion);
        Add(_other);
        Add(_fraction);
        Add(_output);
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) => new[] { _inversion.File(line), _other.File(line) }.OfType<string>();

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var files = new OutputFiles(Inputs(line));
        var request = new InterpolateRequest
        {
            Inversion = _inversion.File(line) ?? _inversion.Id(line),
            OtherInversion = _other.File(line) ?? _other.Id(line),
            Fraction = line.GetValue(_fraction) ?? 0.5,
        };
        var output = line.GetValue(_output) is { } named ? files.Named(named, ".png") : files.Free("interpolated", ".png");

        var progress = context.ShowProgress();
        var result = await progress.UntilAsync(context.Inverter.InterpolateAsync(request, progress, context.CancellationToken));

        await context.DeliverAsync(result.Picture, output);

        var json = JsonOutput.From(result).With("output", output.FullPath);
        var facts = new FactSheet()
            .Add("Saved", $"{output.Shown} ({result.ImageId})")
            .AddWhereKnown("Safety", SafetyFact.Describe(result.Flagged))
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
        return new Outcome(json, facts);
    }
}
