using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Evaluation.Datasets;
using BelmAgent.Evaluation.Features;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Quality;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Imaging.Resampling;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>Measures how far generated pictures are from real ones, by sampler and number of steps: Tables 4 and 5 of the paper.</summary>
internal sealed class BenchQualityCommand : AppCommand
{
    private const int CostRounds = 5;

    // Of the text embeddings of Stable Diffusion 2; other models stand beside SD-1.5, which the column's head names.
    private const int StableDiffusion2Width = 1024;

    // The guidance of the script by which the paper's authors generate from captions.
    private const double CaptionGuidance = 4;

    private readonly ExperimentOptions _experiment = new("belm-bench-quality", [2000, 2000, 1000, 1000]);

    private readonly Option<string?> _captions = NewOption.Path(
        "--captions", "FILE", "Captions in COCO's form, such as captions_val2014.json, for a model that takes prompts (default: 2,500 of ToyTown, which are included).");

    private readonly Option<string?> _real = NewOption.Path(
        "--real", "PATH", "Real pictures: a folder of PNG or JPEG, of CIFAR-10's binary batches, or a file of features that an earlier run saved (default: those of the embedded model's pictures, which are included).");

    private readonly Option<string?> _features = NewOption.Path(
        "--features", "FILE", "Network for features as ONNX, such as Inception-v3 up to its 2,048 pooled features, for the FID of the literature (default: ResNet-18, whose figure is called FID-ResNet18).");

    private readonly Option<string?> _range = NewOption.Choice(
        "--features-range", "Range of the pixels that this network expects", "-1..1", [.. FeatureNetwork.Ranges]);

    private readonly Option<double?> _guidance = NewOption.Number(
        "--guidance", "W", 1, 30, FormattableString.Invariant($"Classifier-free guidance (default: {CaptionGuidance}, as in the script of the paper's authors; 1 for a model without prompts)."));

    private readonly Option<int?> _batch = NewOption.Whole("--batch", "N", 1, 4096, "Number of pictures at once (default: the fastest within memory, which is found first).");
    private readonly Option<int?> _parts = NewOption.Whole("--parts", "N", 0, 10_000, "Number of parts of the images that are left out in turn for the intervals; 0 for none (default: 20).");
    private readonly Option<bool> _realOnly = NewOption.Flag("--real-only", "Only compute the features of --real and save them as real.safetensors; --limit says of how many.");
    private readonly Option<bool> _cost = NewOption.Flag("--cost", "Measure instead how long a batch takes against the bare runs of the networks.");

    public BenchQualityCommand()
        : base("quality", "Generate images by each sampler and measure how far they are from real ones (FID, KID): Tables 4 and 5 of the paper.")
    {
        _experiment.AddTo(this);
        Add(_captions);
        Add(_real);
        Add(_features);
        Add(_range);
        Add(_guidance);
        Add(_batch);
        Add(_parts);
        Add(_realOnly);
        Add(_cost);
        Add(SettingOption.ToyTownModel());
        Add(SettingOption.Provider());
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) => new[] { line.GetValue(_captions), line.GetValue(_real), line.GetValue(_features) }.OfType<string>();

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, folder, stop) = (context.Line, _experiment.Out(context.Line), context.CancellationToken);
        var methods = _experiment.Methods(line);
        Directory.CreateDirectory(folder);
        using var network = await Task.Run(() => LoadNetwork(context), stop);
        using var pipeline = await ExperimentOptions.LoadAsync(context);
        if (line.GetValue(_realOnly))
        {
            var path = line.GetValue(_real) ?? throw UsageError.Create("usage", "--real-only needs pictures", "name their folder with --real");
            var saved = await Task.Run(() => ReadReal(context, network, pipeline, path, folder, _experiment.HasLimit(line) ? _experiment.Limits(line)[0] : null), stop);
            return RealOutcome(network, saved.Features, saved.Path);
        }

        var options = Prepare(context, pipeline, methods, out var captions);
        if (line.GetValue(_cost))
        {
            return await Task.Run(() => Cost(pipeline, network, options, stop), stop);
        }

        var real = await Task.Run(() => Real(context, network, pipeline, folder), stop);
        if (real.KeptCount < 2)
        {
            throw UsageError.Create("usage", $"A distance needs two real images, and there is {real.KeptCount}", "name more of them with --real");
        }

        var results = QualityResults.Open(folder, new QualityHead
        {
            Model = pipeline.Folder.Hash,
            Network = network.Sha256,
            Captions = captions,
            Guidance = options.Guidance,
            Seed = options.Seed,
            Noise = options.Seed == 1 ? 0 : 1,
        });
        using var clip = await Task.Run(() => pipeline.TakesPrompts ? ClipModel.Load(pipeline.Folder, ExperimentOptions.Device(context)) : null, stop);
        var benchmark = new QualityBenchmark(pipeline, network, results, clip);
        await using (var progress = new ExperimentProgress(context.Screen, "quality", TimeProvider.System))
        {
            await Task.Run(() => benchmark.Generate(options, progress, stop), stop);
        }

        context.Screen.Error.WriteLine("quality: distances");
        var records = await Task.Run(() => benchmark.Measure(options, real, stop), stop);
        var files = await Task.Run(() => QualityReport.Write(results, options, records, network.Name, PaperTable(pipeline)), stop);
        var json = new JsonObject
        {
            ["network"] = network.Name,
            ["real"] = real.Source,
            ["guidance"] = options.Guidance,
            ["output"] = folder,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            ["cells"] = new JsonArray([.. records.Select(record => (JsonNode)JsonOutput.From(record))]),
        };
        var facts = new FactSheet().Add("Cells", $"{records.Count} against {real.Count} real images ({real.Source})");
        foreach (var record in records)
        {
            facts.Add("", FormattableString.Invariant(
                $"{record.Method.Name}, {record.Steps} steps, {record.Pictures} images: FID-{network.Name} {record.Frechet.Value:0.00}, KID × 1000 {record.Kernel.Value * 1000:0.00}"));
        }

        foreach (var file in files)
        {
            facts.Add("Saved", file);
        }

        return new Outcome(json, facts);
    }

    private static string PaperTable(DiffusionPipeline pipeline) => pipeline.TakesPrompts ? pipeline.Text.Width == StableDiffusion2Width ? "sd-2.0-base" : "sd-1.5" : pipeline.NativeWidth <= 64 ? "cifar10" : "celeba-hq";

    private static Outcome Cost(DiffusionPipeline pipeline, FeatureNetwork network, QualityOptions options, CancellationToken stop)
    {
        var (best, tried) = BatchSize.Find(pipeline, options.Guidance, stop);
        var batch = options.Batch ?? best;
        var measured = QualityCost.Measure(pipeline, network, options, batch, CostRounds, stop);
        var ratios = measured.Select(turn => turn.Whole / turn.Bare).Order().ToList();
        // The last batch of a cell is filled up: rows that the networks run for, and that no picture comes of.
        var limit = options.Limits[0];
        var padding = (limit + batch - 1) / batch * batch / (double)limit;
        var json = new JsonObject
        {
            ["batch"] = batch,
            ["tried"] = new JsonArray([.. tried.Select(size => (JsonNode)new JsonObject { ["pictures"] = size.Pictures, ["milliseconds"] = size.Seconds * 1000 })]),
            ["whole_seconds"] = new JsonArray([.. measured.Select(turn => (JsonNode)turn.Whole)]),
            ["bare_seconds"] = new JsonArray([.. measured.Select(turn => (JsonNode)turn.Bare)]),
            ["ratio"] = ratios[ratios.Count / 2],
            ["padding"] = padding,
        };
        var facts = new FactSheet().Add("Batch", FormattableString.Invariant($"{batch} images ({string.Join(", ", tried.Select(size => FormattableString.Invariant($"{size.Pictures}: {size.Seconds * 1000:0.0} ms")))} an image and network call)"));
        facts.Add("Cost", FormattableString.Invariant($"{ratios[ratios.Count / 2]:0.000} times the bare network runs in the median of {ratios.Count} turns ({ratios[0]:0.000} to {ratios[^1]:0.000}), {options.Methods[0].Name} with {options.Steps[0]} steps; {padding:0.000} rows an image in a cell of {limit}"));
        return new Outcome(json, facts);
    }

    private static Outcome RealOutcome(FeatureNetwork network, FeatureSet features, string path)
    {
        var json = new JsonObject { ["network"] = network.Name, ["pictures"] = features.Count, ["output"] = path };
        return new Outcome(json, new FactSheet().Add("Real", $"{features.Count} images by {network.Name}").Add("Saved", path));
    }

    private QualityOptions Prepare(CommandContext context, DiffusionPipeline pipeline, IReadOnlyList<SamplingMethod> methods, out string captions)
    {
        var line = context.Line;
        var limits = _experiment.Limits(line);
        IReadOnlyList<string> prompts = [];
        captions = "";
        if (pipeline.TakesPrompts)
        {
            var file = CocoCaptions.Load(line.GetValue(_captions) ?? CocoCaptions.DefaultPath);
            (captions, prompts) = (file.Sha256, [.. file.Select(_experiment.Seed(line)).Select(image => image.Caption)]);
            if (prompts.Count < limits.Max())
            {
                context.Screen.Error.WriteLine($"quality: {prompts.Count} captions for {limits.Max()} images, so captions repeat");
            }
        }
        else if (line.GetValue(_captions) is not null)
        {
            throw UsageError.Create("usage", "--captions is given, and this model takes no prompts", "leave it out");
        }

        var guidance = line.GetValue(_guidance) ?? (pipeline.TakesPrompts ? CaptionGuidance : 1);
        return guidance > 1 && !pipeline.TakesPrompts
            ? throw UsageError.Create("usage", "--guidance is above 1, and this model takes no prompts", "leave it out")
            : new QualityOptions
            {
                Methods = methods,
                Steps = _experiment.Steps(line),
                Limits = limits,
                Prompts = prompts,
                Guidance = guidance,
                Seed = _experiment.Seed(line),
                Batch = line.GetValue(_batch),
                Resamples = line.GetValue(_parts) ?? new QualityOptions { Methods = [], Steps = [], Limits = [], Prompts = [] }.Resamples,
            };
    }

    private FeatureNetwork LoadNetwork(CommandContext context)
    {
        var (line, device) = (context.Line, ExperimentOptions.Device(context));
        return line.GetValue(_features) is { } path
            ? FeatureNetwork.Load(path, line.GetValue(_range) ?? FeatureNetwork.Ranges[0], device)
            : FeatureNetwork.LoadResNet18(device);
    }

    private FeatureSet Real(CommandContext context, FeatureNetwork network, DiffusionPipeline pipeline, string folder)
    {
        if (context.Line.GetValue(_real) is { } path)
        {
            return ReadReal(context, network, pipeline, path, folder, limit: null).Features;
        }

        var included = Path.Combine(AppContext.BaseDirectory, "bench", "quality", $"{Path.GetFileName(pipeline.Folder.Path)}.safetensors");
        if (!File.Exists(included) || context.Line.GetValue(_features) is not null)
        {
            throw UsageError.Create("usage", "There are no real images to compare with for this model and feature network", "name their folder with --real");
        }

        var set = FeatureSet.Load(included);
        set.ThrowIfOther(network.Sha256, included);
        return set;
    }

    // Features of a folder are computed once and kept with the results.
    private static (FeatureSet Features, string Path) ReadReal(CommandContext context, FeatureNetwork network, DiffusionPipeline pipeline, string path, string folder, int? limit)
    {
        if (File.Exists(path))
        {
            var saved = FeatureSet.Load(path);
            saved.ThrowIfOther(network.Sha256, path);
            return (saved, path);
        }

        var kept = Path.Combine(folder, "real.safetensors");
        var pictures = PictureSet.Open(path);
        var count = Math.Min(limit ?? pictures.Count, pictures.Count);
        var source = $"{count} images of {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))} ({pictures.Fingerprint()[..12]}), cut to {pipeline.NativeWidth} × {pipeline.NativeHeight}";
        if (File.Exists(kept) && FeatureSet.Load(kept) is var known && known.Source == source && known.Network == network.Sha256)
        {
            return (known, kept);
        }

        var said = 0;
        context.Screen.Error.WriteLine($"real: {source}");
        var set = QualityBenchmark.Read(network, pictures.Read(seed: 1, limit).Select(picture => ImageResize.To(picture.Image, pipeline.NativeWidth, pipeline.NativeHeight, ImageFit.CenterCrop).Image), source, Say, context.CancellationToken);
        set.Save(kept);
        // Read again, so that this run and later ones compare with the same.
        return (FeatureSet.Load(kept), kept);

        void Say(int done)
        {
            if (done * 10 / count > said)
            {
                said = done * 10 / count;
                context.Screen.Error.WriteLine($"real: {done} of {count}");
            }
        }
    }
}
