using System.CommandLine;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace BelmAgent.Host.Models;

/// <summary>Downloads a model from a hub.</summary>
internal sealed class ModelsPullCommand : AppCommand
{
    private readonly Argument<string> _repository = new("REPO") { Description = "OWNER/NAME on the hub, or the address of the model's page there." };

    private readonly Option<string?> _to = NewOption.Path("--to", "DIR", "Folder to create (default: OWNER--NAME in the models folder).");

    private readonly Option<string?> _revision = NewOption.Text("--revision", "R", "A branch, tag or commit (default: main).");

    private readonly Option<string[]> _include = new("--include")
    {
        HelpName = "PATTERN",
        Description = "Download files matching this pattern (* is a wildcard) instead of the usual ONNX export; may be repeated.",
        Arity = ArgumentArity.OneOrMore,
    };

    public ModelsPullCommand()
        : base("pull", "Download a model's ONNX export from the hub (Belm:Models:Endpoint); resumes an interrupted download.")
    {
        Add(_repository);
        Add(_to);
        Add(_revision);
        Add(_include);
        Add(SettingOption.ModelsFolder());
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, stop) = (context.Line, context.CancellationToken);
        var options = context.Services.GetRequiredService<IOptions<HubOptions>>().Value;
        var repository = HubRepository.Parse(line.GetRequiredValue(_repository), line.GetValue(_revision), options.Endpoint);
        using var client = new HubClient(options);
        PulledModel pulled;
        await using (var progress = new PullProgressView(context.Screen, TimeProvider.System))
        {
            pulled = await new ModelPull(client).RunAsync(
                repository, new HubSelection(line.GetValue(_include) ?? []), line.GetValue(_to) ?? Path.Combine(options.Folder, repository.FolderName), progress, stop);
        }

        var report = await Task.Run(() => ModelCheck.Run(pulled.Folder, stop), stop);
        var json = JsonOutput.From(pulled);
        json["model"] = JsonOutput.From(report);
        var facts = new FactSheet()
            .AddFile("Saved", pulled.Folder)
            .Add("From", $"{pulled.Repository} at {pulled.Commit}, {pulled.Files} files, {ModelFacts.Size(pulled.Bytes)}")
            .Add("Kind", $"{ModelFacts.Kind(report.Kind)}, {report.Precision ?? "no weights"}");
        // The download succeeded as requested; missing parts may come from elsewhere.
        report.Faults.ToList().ForEach(fault => facts.Add("note", fault.Sentence));
        return new Outcome(json, report.IsUsable ? facts.Add("Use", $"--model {pulled.Folder}") : facts);
    }
}

/// <summary>The progress of a download on standard error: bars with bytes and rate for a terminal, a line per file for a log.</summary>
internal sealed class PullProgressView(Screen screen, TimeProvider clock) : IProgress<PullProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ProgressView? _view = screen.Io.CanAsk
        ? new ProgressView(screen.CreateDrawing, clock, new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
        : null;

    private string? _file;

    public void Report(PullProgress value)
    {
        lock (_gate)
        {
            var isNew = value.File != _file;
            if (_view is null)
            {
                if (isNew)
                {
                    screen.Error.WriteLine($"fetch: {PlainText.Line(value.File)}, {ModelFacts.Size(value.FileSize)}");
                }
            }
            else
            {
                if (isNew && _file is { } last)
                {
                    _view.Remove(last);
                }

                _view.Draw("all", value.Bytes, value.Size);
                _view.Draw(value.File, value.FileBytes, value.FileSize);
            }

            _file = value.File;
        }
    }

    public ValueTask DisposeAsync() => _view?.DisposeAsync() ?? ValueTask.CompletedTask;
}
