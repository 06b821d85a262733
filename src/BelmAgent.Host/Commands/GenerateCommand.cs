using System.CommandLine;
using System.Globalization;
using BelmAgent.Editing;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>Generates a picture from a prompt.</summary>
internal sealed class GenerateCommand : ModelCommand
{
    private readonly Argument<string?> _prompt = new("PROMPT")
    {
        Description = "What the image should show; omit it for a model without prompts.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _output = NewOption.Path(
        "--output", "FILE", "The PNG to write (default: generated.png in the current folder, or the next free name).", "-o");

    private readonly Option<long?> _seed = NewOption.Seed("Seed of the noise; the same seed, model and settings give the same image (default: random, printed with the result).");
    private readonly SamplingOptions _sampling = new(new EditingOptions().GenerationGuidance.ToString(CultureInfo.InvariantCulture));

    public GenerateCommand()
        : base("generate", "Generate an image from a prompt.")
    {
        Add(_prompt);
        Add(_output);
        Add(_seed);
        _sampling.AddTo(this);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var settings = context.Checked(_sampling.Read(line));
        var files = new OutputFiles(Inputs(line));
        var output = line.GetValue(_output) is { } named ? files.Named(named, ".png") : files.Free("generated", ".png");
        var request = new GenerateRequest
        {
            Prompt = context.Prompt(line.GetValue(_prompt), "PROMPT"),
            Seed = line.GetValue(_seed),
            Steps = settings.Steps,
            Guidance = settings.Guidance,
            Sampler = settings.Sampler,
            Parameters = settings.Parameters,
        };

        var progress = context.ShowProgress();
        var result = await progress.UntilAsync(context.Generator.GenerateAsync(request, progress, context.CancellationToken));

        await context.DeliverAsync(result.Picture, output);

        var json = JsonOutput.From(result).With("output", output.FullPath);
        var facts = new FactSheet()
            .Add("Saved", $"{output.Shown} ({result.ImageId})")
            .Add("Seed", result.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .AddWhereKnown("Seen", result.Seen)
            .AddWhereKnown("Safety", SafetyFact.Describe(result.Flagged))
            .AddNotes(result.Notes)
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
        return new Outcome(json, facts);
    }
}
