using System.CommandLine;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Quality;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Terminal;
using BelmAgent.Sampling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>The options of the paper's experiments: samplers, steps, number of pictures, seed, and the folder for results.</summary>
/// <param name="folder">The default name of the folder for results.</param>
/// <param name="limits">The number of pictures, or of other things, that is taken at each number of steps if none is given.</param>
/// <param name="steps">The numbers of steps if none are given. Default: the paper's.</param>
/// <param name="things">The things of which there is a number. Default: images.</param>
/// <param name="samplers">The samplers if none are given. Default: the paper's, and belm at κ = ½.</param>
internal sealed class ExperimentOptions(string folder, IReadOnlyList<int> limits, IReadOnlyList<int>? steps = null, string things = "images", IReadOnlyList<string>? samplers = null)
{
    private static readonly string[] PaperSamplers = ["ddim", "edict", "bdia", "o-belm", "belm"];
    private static readonly int[] PaperSteps = [10, 20, 50, 100];

    private readonly Option<string?> _out = NewOption.Path(
        "--out", "DIR", $"Folder for results, tables and plots; a stopped run resumes there (default: {folder} in the current folder).");

    private readonly Option<string?> _samplers = NewOption.Text(
        "--samplers", "NAME,…", $"Samplers: {SamplerCatalog.Choices}, each with settings of its own if wanted, as in o-belm:start=heun:grid=leading, belm:order=3 or ddim:clip=on (default: {string.Join(',', samplers ?? PaperSamplers)}).");

    private readonly Option<IReadOnlyList<double>?> _steps = NewOption.Numbers(
        "--steps", "N,…", value => value is >= 2 and <= 1000 && value == Math.Round(value), "whole numbers from 2 to 1000",
        $"Numbers of steps (default: {string.Join(',', steps ?? PaperSteps)}{(steps is null ? ", as in the paper" : "")}).");

    private readonly Option<IReadOnlyList<double>?> _limits = NewOption.Numbers(
        "--limit", "N,…", value => value is >= 2 and <= 1_000_000 && value == Math.Round(value), "whole numbers from 2 to 1000000",
        $"Number of {things}: one for all, or one for each number of steps (default: {string.Join(',', limits)}).");

    private readonly Option<long?> _seed = NewOption.Seed("Seed of noise and of every choice (default: 1).");

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_samplers);
        command.Add(_steps);
        command.Add(_limits);
        command.Add(_seed);
    }

    public string Out(ParseResult line) => line.GetValue(_out) ?? Path.GetFullPath(folder);

    public IReadOnlyList<SamplingMethod> Methods(ParseResult line) =>
        Usage(() => (IReadOnlyList<SamplingMethod>)[.. (BenchOptions.Names(line.GetValue(_samplers)) ?? samplers ?? PaperSamplers).Select(SamplingMethod.Parse).Distinct()]);

    public IReadOnlyList<int> Steps(ParseResult line) => line.GetValue(_steps)?.Select(value => (int)value).Distinct().ToList() ?? steps ?? PaperSteps;

    public IReadOnlyList<int> Limits(ParseResult line) => line.GetValue(_limits)?.Select(value => (int)value).ToList() ?? limits;

    public bool HasLimit(ParseResult line) => line.GetValue(_limits) is not null;

    public long Seed(ParseResult line) => line.GetValue(_seed) ?? 1;

    private static T Usage<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BelmException e)
        {
            throw UsageError.Create("usage", e.Problem, e.Remedy, e);
        }
    }

    /// <summary>Loads the model that the line names, which may be part of another command's, or else that of the settings.</summary>
    public static Task<DiffusionPipeline> LoadAsync(CommandContext context)
    {
        var path = context.Line.GetValue<string?>("--model") ?? context.Services.GetRequiredService<IOptions<ModelOptions>>().Value.Path;
        return Task.Run(() => DiffusionPipeline.Load(path, Device(context)), context.CancellationToken);
    }

    /// <summary>Returns the device that the settings name.</summary>
    public static DeviceOptions Device(CommandContext context) => context.Services.GetRequiredService<IOptions<DeviceOptions>>().Value;
}

/// <summary>The progress of an experiment on standard error: a bar for a terminal, a line every twentieth for a log, with the time left.</summary>
internal sealed class ExperimentProgress(Screen screen, string name, TimeProvider clock) : IProgress<QualityProgress>, IAsyncDisposable
{
    private const int Lines = 20;
    private readonly ProgressView? _view = screen.Io.CanAsk ? new ProgressView(screen.CreateDrawing, clock, new PercentageColumn(), new RemainingTimeColumn()) : null;
    private readonly long _start = clock.GetTimestamp();
    private double? _before;
    private int _line;

    public void Report(QualityProgress value)
    {
        if (_view is not null)
        {
            _view.Draw(name, value.Done, value.Total);
            return;
        }

        var line = (int)(value.Done * Lines / value.Total);
        if (_before is not { } before)
        {
            (_before, _line) = (value.Done, line);
            screen.Error.WriteLine(FormattableString.Invariant($"{name}: {value.Text}; {value.Done / value.Total:0 %} already done"));
        }
        else if (line > _line)
        {
            _line = line;
            var left = clock.GetElapsedTime(_start).TotalMinutes / Math.Max(value.Done - before, 1e-9) * (value.Total - value.Done);
            screen.Error.WriteLine(FormattableString.Invariant($"{name}: {value.Done / value.Total:0 %}, about {left:0} min left ({value.Text})"));
        }
    }

    public ValueTask DisposeAsync() => _view?.DisposeAsync() ?? ValueTask.CompletedTask;
}
