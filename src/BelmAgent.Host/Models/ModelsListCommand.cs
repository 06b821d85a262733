using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Models;

/// <summary>Lists the models on this machine.</summary>
internal sealed class ModelsListCommand : AppCommand
{
    private const string Unfinished = ".part";

    public ModelsListCommand()
        : base("list", "List the models in the models folder and the included one, with kind, size and hash.")
    {
        Add(SettingOption.ModelsFolder());
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var folder = Path.GetFullPath(context.Services.GetRequiredService<IOptions<HubOptions>>().Value.Folder);
        var kept = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
        List<string> found = [.. Embedded(), .. kept.Order(StringComparer.Ordinal)];
        var unfinished = found.Where(path => path.EndsWith(Unfinished, StringComparison.Ordinal)).ToList();
        var reports = await Task.Run(
            () => found.Except(unfinished).Where(Directory.Exists).Select(path => ModelCheck.Run(path, context.CancellationToken)).ToList(), context.CancellationToken);

        var json = new JsonObject
        {
            ["folder"] = folder,
            ["models"] = new JsonArray([.. reports.Select(report => (JsonNode)Row(report))]),
            ["unfinished"] = new JsonArray([.. unfinished.Select(path => (JsonNode)path)]),
        };
        var facts = new FactSheet();
        reports.ForEach(report => facts.Add(ModelFacts.Kind(report.Kind), ModelFacts.Line(report)));
        unfinished.ForEach(path => facts.Add("part", $"{path}: run its pull again to resume it"));
        return new Outcome(json, facts.Add("Folder", folder));
    }

    private static JsonObject Row(ModelReport report)
    {
        var whole = JsonOutput.From(report);
        var row = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["path", "kind", "dtype", "bytes", "hash", "usable"])
        {
            row[name] = whole[name]?.DeepClone();
        }

        return row;
    }

    private static IEnumerable<string> Embedded() => Path.GetDirectoryName(new ModelOptions().Path) is { } folder && Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
        : [];
}
