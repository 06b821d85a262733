using System.CommandLine;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Commands.Options;
using BelmAgent.Host.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>A command that edits pairs with many methods and stores the results in a folder.</summary>
internal abstract class BenchBase : AppCommand
{
    // Enough to determine the limits of sound pictures, which include a margin.
    private const int SoundPairs = 84;

    private readonly ModelOption _model = new();
    private readonly ProviderOption _provider = new();

    protected BenchBase(string name, string description, string folder)
        : base(name, description) => Bench = new BenchOptions(folder);

    protected BenchOptions Bench { get; }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => _model.Settings(line).Concat(_provider.Settings(line));

    protected override void AddTail()
    {
        Bench.AddTo(this);
        _model.AddTo(this);
        _provider.AddTo(this);
        base.AddTail();
    }

    /// <summary>Runs the edits that are missing.</summary>
    /// <returns>The open results; the caller disposes them.</returns>
    protected async Task<EditResults> MeasureAsync(
        CommandContext context, EditPairSet set, IReadOnlyList<EditPair> pairs, IReadOnlyList<EditMethod> methods, EditBenchmarkOptions options, string prompts)
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

            var limits = EditResults.ReadHead(folder)?.Limits ?? await MeasureLimitsAsync(context, set, pipelines[0]);
            var head = new EditResultsHead { SetSha256 = set.Sha256, ModelSha256 = pipelines[0].Folder.Hash, Prompts = prompts, Limits = limits };
            var results = EditResults.Open(folder, head);
            try
            {
                await using var progress = new BenchProgress(context.Screen, TimeProvider.System);
                var attention = context.Services.GetRequiredService<IOptions<AttentionControlOptions>>().Value;
                await new EditBenchmark(pipelines, options with { Attention = attention }).RunAsync(pairs, methods, results, progress, stop);
                return results;
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
    private static async Task<ArtefactLimits> MeasureLimitsAsync(CommandContext context, EditPairSet set, DiffusionPipeline pipeline)
    {
        context.Screen.Error.WriteLine("measure: what sound pictures look like");
        return await Task.Run(() => ArtefactLimits.Measure(pipeline, set.Select(set.Halves[0], limit: SoundPairs), context.CancellationToken), context.CancellationToken);
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
