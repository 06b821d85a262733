using System.CommandLine;
using BelmAgent.Editing.Inversions;
using BelmAgent.Host.Output;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Commands;

/// <summary>Inverts a picture exactly and measures the round trip.</summary>
internal sealed class InvertCommand : ModelCommand
{
    private readonly ImageArgument _image = new() { Description = "The image: a PNG, JPEG or WebP file, or the id of one in the library." };

    private readonly Option<string?> _prompt = new("--prompt")
    {
        HelpName = "SOURCE",
        Description = "What the image shows; may be empty. Omit it for a model without prompts.",
    };

    private readonly Option<string?> _output = NewOption.Path("--output", "FILE", "Also write the inversion to this .safetensors file (default: only to the library).", "-o");
    private readonly Option<string?> _reconstruct = NewOption.Path("--reconstruct", "FILE", "Also write the reconstructed image as a PNG.");
    private readonly Option<bool> _fixedPoint = NewOption.Flag("--fixed-point", "Compute in 64-bit fixed point, so that the round trip is exact to the bit (bdia, belm and o-belm).");
    private readonly SamplingOptions _sampling = new("1");

    public InvertCommand()
        : base("invert", "Invert an image exactly, and measure the round trip and the noise.")
    {
        Add(_image);
        Add(_prompt);
        Add(_output);
        Add(_reconstruct);
        Add(_fixedPoint);
        _sampling.AddTo(this);
        Add(_sampling.Strength);
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) => _image.File(line) is { } file ? [file] : [];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var settings = context.Checked(_sampling.Read(line), line.GetValue(_fixedPoint));
        var files = new OutputFiles(Inputs(line));
        var output = line.GetValue(_output) is { } named ? files.Named(named, ".safetensors") : null;
        var reconstruction = line.GetValue(_reconstruct) is { } file ? files.Named(file, ".png") : null;

        var picture = await _image.ResolveAsync(context);
        files.Keep(picture.Path);
        var request = new InvertRequest
        {
            ImageId = picture.Id,
            Prompt = context.Prompt(line.GetValue(_prompt), "--prompt"),
            Sampler = settings.Sampler,
            Parameters = settings.Parameters,
            Steps = settings.Steps,
            Guidance = settings.Guidance,
            Strength = settings.Strength,
            FixedPoint = line.GetValue(_fixedPoint),
        };

        var progress = context.ShowProgress();
        var result = await progress.UntilAsync(context.Inverter.InvertAsync(request, progress, context.CancellationToken));

        if (output is not null)
        {
            await output.CopyFromAsync(result.Path, context.CancellationToken);
        }

        if (reconstruction is not null && result.Reconstruction is { } image)
        {
            await reconstruction.WriteAsync(ImageCodec.EncodePng(image), context.CancellationToken);
        }

        var json = JsonOutput.From(result).With("output", output?.FullPath).With("reconstruction", reconstruction?.FullPath);
        return new Outcome(json, InvertFacts.Create(result, output, reconstruction));
    }
}

/// <summary>The result of an inversion, for the user.</summary>
internal static class InvertFacts
{
    public static FactSheet Create(InvertResult result, OutputFile? output, OutputFile? reconstruction)
    {
        var noise = result.Noise;
        return new FactSheet()
            .Add("Saved", $"inversion {result.InversionId}, of {result.ImageId}")
            .AddWhereKnown("", output?.Shown)
            .AddWhereKnown("", reconstruction?.Shown)
            .Add("Trip", FormattableString.Invariant($"{Exactness(result)}; pixels {result.PixelMse:0.##e+0}, autoencoder alone {result.AutoencoderMse:0.##e+0}"))
            .Add("Noise", FormattableString.Invariant(
                $"mean {noise.Mean:0.000}, std {noise.Std:0.000}, excess kurtosis {noise.Kurtosis:0.00}, max {noise.MaxAbs:0.00}"))
            .AddNotes(result.Notes)
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
    }

    private static string Exactness(InvertResult result) => result.BitExact == true
        ? "exact to the bit"
        : FormattableString.Invariant($"latent mean squared error {result.LatentMse:0.##e+0}");
}
