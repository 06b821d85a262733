using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Evaluation.Datasets;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Evaluation.Quality;
using BelmAgent.Evaluation.Reconstruction;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>Inverts images and brings them back, by sampler and number of steps: Tables 2 and 3 of the paper.</summary>
internal sealed class BenchReconstructCommand : AppCommand
{
    private readonly ExperimentOptions _experiment = new("belm-bench-reconstruct", [200]);

    private readonly Option<string?> _images = NewOption.Path(
        "--images", "DIR", "Folder of images, such as COCO's val2014, or of CIFAR-10's binary batches (default: the sources of ToyTown-Edit, which are included).");

    private readonly Option<string?> _captions = NewOption.Path(
        "--captions", "FILE", "Captions in COCO's form, as prompts of the images with these file names (default: the empty prompt, as in the paper).");

    public BenchReconstructCommand()
        : base("reconstruct", "Invert images and bring them back by each sampler, and measure the loss: Tables 2 and 3 of the paper.")
    {
        _experiment.AddTo(this);
        Add(_images);
        Add(_captions);
        Add(SettingOption.ToyTownModel());
        Add(SettingOption.Provider());
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) => new[] { line.GetValue(_images), line.GetValue(_captions) }.OfType<string>();

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, folder, stop) = (context.Line, _experiment.Out(context.Line), context.CancellationToken);
        var (methods, seed) = (_experiment.Methods(line), _experiment.Seed(line));
        using var pipeline = await ExperimentOptions.LoadAsync(context);
        var set = await Task.Run(() => Pictures(line.GetValue(_images), seed), stop);
        var captions = line.GetValue(_captions) is not { } file ? null
            : pipeline.TakesPrompts ? CocoCaptions.Load(file)
            : throw UsageError.Create("usage", "--captions is given, and this model takes no prompts", "leave it out");
        var caption = captions?.ByFile(seed);
        if (caption is not null && Without(caption, set.Names(_experiment.Limits(line).Max()), line.GetValue(_captions)!) is > 0 and var without)
        {
            context.Screen.Error.WriteLine($"reconstruct: {without} images have no caption and take the empty prompt");
        }

        var options = new ReconstructionOptions
        {
            Methods = methods,
            Steps = _experiment.Steps(line),
            Limits = _experiment.Limits(line),
            Source = set.Source,
            SourceSha256 = set.Sha256,
            Captions = captions?.Sha256 ?? "",
        };
        IReadOnlyList<ReconstructionRecord> records;
        await using (var progress = new ExperimentProgress(context.Screen, "reconstruct", TimeProvider.System))
        {
            records = await Task.Run(() => Run(pipeline, folder, options, set.Pictures, caption, progress, stop), stop);
        }

        return Report(folder, options, records);
    }

    /// <summary>Counts the images that have no caption.</summary>
    /// <exception cref="BelmException"><c>usage</c>: none has one.</exception>
    internal static int Without(Func<string, string?> caption, IEnumerable<string> names, string file)
    {
        var found = names.Select(caption).ToList();
        return found.TrueForAll(one => one is null)
            ? throw UsageError.Create("usage", $"None of the images has a caption in '{file}'", "name the captions of these images, or leave --captions out")
            : found.Count(one => one is null);
    }

    /// <summary>Returns the images of a folder in a random order of the seed, or those that come with the app in the order of their file.</summary>
    internal static (string Source, string Sha256, Func<int, IEnumerable<string>> Names, IEnumerable<NamedPicture> Pictures) Pictures(string? path, long seed)
    {
        if (path is null)
        {
            var set = EditPairSet.Load(EditPairSet.DefaultPath);
            var pairs = set.Pairs.Where(pair => pair.Source is not null);
            return ($"sources of {set.Name}, seed {seed}", "", limit => pairs.Take(limit).Select(pair => pair.Id), set.Pairs.Where(pair => pair.Source is not null).Select(pair => new NamedPicture(pair.Id, pair.Source!)));
        }

        var found = PictureSet.Open(path);
        return ($"{found.Count} images of {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}, seed {seed}", found.Fingerprint(), limit => found.Names(seed, limit), found.Read(seed));
    }

    internal static IReadOnlyList<ReconstructionRecord> Run(
        DiffusionPipeline pipeline, string folder, ReconstructionOptions options, IEnumerable<NamedPicture> pictures, Func<string, string?>? captions,
        IProgress<QualityProgress> progress, CancellationToken stop)
    {
        progress.Report(new(0, 1, options.Source));
        return new ReconstructionBenchmark(pipeline, folder).Run(options, pictures, captions, share => progress.Report(new(share, 1, options.Source)), stop);
    }

    internal static Outcome Report(string folder, ReconstructionOptions options, IReadOnlyList<ReconstructionRecord> records)
    {
        var files = ReconstructionReport.Write(folder, options, records);
        var summaries = ReconstructionReport.Summarise(options, records);
        var json = new JsonObject
        {
            ["images"] = options.Source,
            ["output"] = folder,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            ["cells"] = new JsonArray([.. summaries.Select(summary => (JsonNode)new JsonObject
            {
                ["method"] = summary.Method,
                ["steps"] = summary.Steps,
                ["images"] = summary.Records.Count,
                ["latent_mse"] = summary.Mean(record => record.LatentMse),
                ["pixel_mse"] = summary.Mean(record => record.PixelMse),
                ["autoencoder_mse"] = summary.Mean(record => record.AutoencoderMse),
                ["psnr"] = summary.Psnr is { } psnr && double.IsFinite(psnr) ? psnr : null,
                ["ssim"] = summary.Mean(record => record.Ssim),
            })]),
        };
        var facts = new FactSheet().Add("Cells", $"{summaries.Count}, {options.Source}");
        foreach (var summary in summaries)
        {
            facts.Add("", FormattableString.Invariant(
                $"{summary.Method}, {summary.Steps} steps, {summary.Records.Count} images: latent MSE {summary.Mean(record => record.LatentMse):0.0e+0}, pixel MSE {summary.Mean(record => record.PixelMse):0.0000}, of the autoencoder alone {summary.Mean(record => record.AutoencoderMse):0.0000}"));
        }

        foreach (var file in files)
        {
            facts.Add("Saved", file);
        }

        return new Outcome(json, facts);
    }
}
