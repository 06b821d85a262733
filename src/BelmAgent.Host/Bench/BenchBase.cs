using System.CommandLine;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>A command that edits pairs with many methods and stores the results in a folder.</summary>
internal abstract class BenchBase : AppCommand
{
    // Enough to determine the limits of sound pictures, which include a margin.
    private const int SoundPairs = 84;

    protected BenchBase(string name, string description, string folder)
        : base(name, description) => Bench = new BenchOptions(folder);

    protected BenchOptions Bench { get; }

    protected override void AddTail()
    {
        Bench.AddTo(this);
        Add(SettingOption.Model());
        Add(SettingOption.Provider());
        base.AddTail();
    }

    /// <summary>Returns the folder of the model.</summary>
    protected static string ModelOf(CommandContext context) => context.Services.GetRequiredService<IOptions<ModelOptions>>().Value.Path;

    /// <summary>Runs the edits that are missing.</summary>
    /// <returns>The open results, which the caller disposes, and the pairs with their sources.</returns>
    protected async Task<(EditResults Results, IReadOnlyList<EditPair> Pairs)> MeasureAsync(
        CommandContext context, EditPairSet set, IReadOnlyList<EditPair> selected, IReadOnlyList<EditMethod> methods, EditBenchmarkOptions options, string prompts)
    {
        var (folder, stop) = (Bench.Out(context.Line), context.CancellationToken);
        _ = OutputFile.Named(Path.Combine(Directory.CreateDirectory(folder).FullName, "table.md"), ".md");
        var pipelines = new List<DiffusionPipeline>();
        try
        {
            for (var i = 0; i < Bench.Workers(context.Line); i++)
            {
                pipelines.Add(await Task.Run(() => Load(context.Services), stop));
            }

            var pairs = await GenerateAsync(context, pipelines[0], selected, folder);
            var limits = EditResults.ReadHead(folder)?.Limits ?? await MeasureLimitsAsync(context, set, pipelines[0], folder);
            var head = new EditResultsHead { SetSha256 = set.Sha256, ModelSha256 = pipelines[0].Folder.Hash, Prompts = prompts, Limits = limits };
            var results = EditResults.Open(folder, head);
            try
            {
                await using var progress = new BenchProgress(context.Screen, TimeProvider.System);
                var attention = context.Services.GetRequiredService<IOptions<AttentionControlOptions>>().Value;
                await new EditBenchmark(pipelines, options with { Attention = attention }).RunAsync(pairs, methods, results, progress, stop);
                return (results, pairs);
            }
            catch
            {
                results.Dispose();
                throw;
            }
        }
        finally
        {
            pipelines.ForEach(pipeline => pipeline.Dispose());
        }
    }

    // Artefact limits are measured on pictures that are not used for results.
    private static async Task<ArtefactLimits> MeasureLimitsAsync(CommandContext context, EditPairSet set, DiffusionPipeline pipeline, string folder)
    {
        var sound = await GenerateAsync(context, pipeline, set.Select(set.Halves[0], limit: SoundPairs), folder);
        context.Screen.Error.WriteLine("measure: undamaged images, for comparison");
        return await Task.Run(() => ArtefactLimits.Measure(pipeline, sound, context.CancellationToken), context.CancellationToken);
    }

    private static async Task<IReadOnlyList<EditPair>> GenerateAsync(CommandContext context, DiffusionPipeline pipeline, IReadOnlyList<EditPair> pairs, string folder)
    {
        if (pairs.All(pair => pair.Source is not null))
        {
            return pairs;
        }

        context.Screen.Error.WriteLine($"generate: {pairs.Count} source images");
        var found = await Task.Run(() => GeneratedSources.Create(pipeline, pairs, folder, cancellationToken: context.CancellationToken), context.CancellationToken);
        if (found.Count < pairs.Count)
        {
            context.Screen.Error.WriteLine($"generate: {pairs.Count - found.Count} of them left out, since no image showed what the caption says");
        }

        return found.Count > 0 ? found : throw UsageError.Create("usage", "The model draws none of the source images", "choose --sources drawn, or another model");
    }

    private static DiffusionPipeline Load(IServiceProvider services)
    {
        var (model, device) = (services.GetRequiredService<IOptions<ModelOptions>>().Value, services.GetRequiredService<IOptions<DeviceOptions>>().Value);
        return DiffusionPipeline.Load(model.Path, new DeviceOptions
        {
            Provider = device.Provider,
            Library = device.Library,
            MemoryLimit = device.MemoryLimit,
            DeviceId = device.DeviceId,
            RequireGpu = device.RequireGpu,
            // Workers share the cores; a fixed number of threads gives the same bits on every machine.
            Threads = device.Threads == 0 ? 1 : device.Threads,
        });
    }
}

/// <summary>The pairs to edit, the number of workers, and the folder for results.</summary>
/// <param name="folder">The default name of the folder for results.</param>
internal sealed class BenchOptions(string folder)
{
    /// <summary>The value of <c>--half</c> for both halves.</summary>
    private const string BothHalves = "all";

    private const string Drawn = "drawn";
    private const string Generated = "generated";

    private readonly Option<string?> _out = NewOption.Path(
        "--out", "DIR", $"Folder for results, tables and plots; a stopped run resumes there (default: {folder} in the current folder).");

    private readonly Option<string?> _pairs = NewOption.Path("--pairs", "DIR", "Folder with a set of pairs (default: the included one that --set names).");

    private readonly Option<string?> _set = NewOption.Choice(
        "--set", "Included set of pairs", "that of the model's world", [.. EditPairSet.Included]);

    private readonly Option<string?> _sources = NewOption.Choice(
        "--sources", "Part of the included set with drawn source images, whose perfect edit is known, or with images that the model generates", "drawn", Drawn, Generated);

    private readonly Option<string?> _half = NewOption.Text(
        "--half", "HALF", "Half of the set: tune for choosing settings, report for stating results, or all (default: tune).");

    private readonly Option<string?> _kinds = NewOption.Text(
        "--kinds", "KIND,…", "Only these kinds of edits, as the set names them: such as colour, object, add, remove (default: all).");

    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 1_000_000, "Maximum number of pairs, taken from each kind in turn (default: no limit).");

    private readonly Option<int?> _workers = NewOption.Whole(
        "--workers", "N", 1, 64, "Number of pairs edited in parallel, each with its own model and one thread; does not affect the results (default: 2).");

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_pairs);
        command.Add(_set);
        command.Add(_sources);
        command.Add(_half);
        command.Add(_kinds);
        command.Add(_limit);
        command.Add(_workers);
    }

    public string Out(ParseResult line) => line.GetValue(_out) ?? Path.GetFullPath(folder);

    /// <summary>Returns the folder of the set: the one that is named, or the one of the model's world.</summary>
    public string Pairs(ParseResult line, string model)
    {
        if (line.GetValue(_pairs) is { } folder)
        {
            return folder;
        }

        var set = EditPairSet.PathOf(line.GetValue(_set) ?? EditPairSet.WorldOf(model));
        return line.GetValue(_sources) == Generated ? Path.Combine(set, Generated) : set;
    }

    public int Workers(ParseResult line) => line.GetValue(_workers) ?? 2;

    public string Half(ParseResult line) => line.GetValue(_half) ?? "tune";

    /// <summary>Returns the selected pairs of a set.</summary>
    /// <exception cref="BelmException">The set has no such half or kind, or no pairs of them.</exception>
    public IReadOnlyList<EditPair> Select(EditPairSet set, ParseResult line)
    {
        try
        {
            var half = Half(line);
            var pairs = set.Select(half == BothHalves ? null : half, Names(line.GetValue(_kinds)), line.GetValue(_limit));
            return pairs.Count > 0 ? pairs : throw UsageError.Create("usage", "The set has no matching pair", "choose another --half or other --kinds");
        }
        catch (LimitExceededException e)
        {
            throw UsageError.Create("usage", $"--{e.Problem}", e.Remedy, e);
        }
    }

    /// <summary>Returns a list of names separated by commas; null if not given.</summary>
    public static IReadOnlyList<string>? Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The progress of a benchmark on standard error: a bar for a terminal, a line every twentieth for a log.</summary>
internal sealed class BenchProgress(Screen screen, TimeProvider clock) : IProgress<EditBenchmarkProgress>, IAsyncDisposable
{
    private const int Lines = 20;
    private readonly ProgressView? _view = screen.Io.CanAsk ? new ProgressView(screen.CreateDrawing, clock, new PercentageColumn(), new RemainingTimeColumn()) : null;
    private readonly long _start = clock.GetTimestamp();
    private int _before;
    private int _line;

    public void Report(EditBenchmarkProgress value)
    {
        _view?.Draw("edits", value.Done, value.Total);
        if (_view is not null)
        {
            return;
        }

        if (value.Last is null)
        {
            _before = value.Done;
            screen.Error.WriteLine($"edits: {value.Total}, {value.Done} of them already done");
        }
        else if (value.Done * Lines / value.Total > _line)
        {
            screen.Error.WriteLine(FormattableString.Invariant($"edits: {value.Done} of {value.Total}, about {Left(value):0} min left"));
        }

        _line = value.Done * Lines / value.Total;
    }

    public ValueTask DisposeAsync() => _view?.DisposeAsync() ?? ValueTask.CompletedTask;

    private double Left(EditBenchmarkProgress value) =>
        clock.GetElapsedTime(_start).TotalMinutes / (value.Done - _before) * (value.Total - value.Done);
}
