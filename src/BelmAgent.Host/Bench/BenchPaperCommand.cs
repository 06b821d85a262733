using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Models;
using BelmAgent.Evaluation.Paper;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Imaging.Files;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>Runs the paper again, table by table, on the models and data that are there, and says what it left out and why.</summary>
internal sealed class BenchPaperCommand : AppCommand
{
    private const int TheoryMixtures = 8;

    private readonly ExperimentOptions _experiment = new("belm-bench-paper", [100]);
    private readonly Option<string?> _model = NewOption.Path("--model", "DIR", "The one model to run (default: toytown and toytown-pixels, which are included).");
    private readonly Option<string?> _images = NewOption.Path("--images", "DIR", "Images for Tables 2 and 3, such as COCO's val2014 (default: the sources of ToyTown-Edit).");
    private readonly Option<string?> _captions = NewOption.Path("--captions", "FILE", "Captions in COCO's form for Table 5 (default: ToyTown's).");
    private readonly Option<string?> _real = NewOption.Path("--real", "PATH", "Real images, or features of them, for Tables 4 and 5 (default: those of the included models).");
    private readonly Option<string?> _features = NewOption.Path("--features", "FILE", "Network for features as ONNX (default: ResNet-18).");

    public BenchPaperCommand()
        : base("paper", "Run the paper's five tables again on what is there, and say what was left out and why.")
    {
        _experiment.AddTo(this);
        Add(_model);
        Add(_images);
        Add(_captions);
        Add(_real);
        Add(_features);
        Add(SettingOption.Provider());
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) =>
        new[] { line.GetValue(_images), line.GetValue(_captions), line.GetValue(_real), line.GetValue(_features) }.OfType<string>();

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, folder) = (context.Line, _experiment.Out(context.Line));
        var methods = string.Join(',', _experiment.Methods(line).Select(method => method.Name));
        var common = new[] { "--samplers", methods, "--seed", $"{_experiment.Seed(line)}" };
        string[] sized = ["--steps", string.Join(',', _experiment.Steps(line)), "--limit", string.Join(',', _experiment.Limits(line))];
        var (parts, left) = (new List<(string Title, string Folder)>(), new List<(string Title, string Reason)>());
        await TryAsync("Table 1: theory", new BenchTheoryCommand(), "theory", ["--seed", $"{_experiment.Seed(line)}", "--limit", $"{Math.Min(_experiment.Limits(line)[0], TheoryMixtures)}"]);
        foreach (var model in Models(line))
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(model));
            var takesPrompts = ModelFolder.Open(model).TakesPrompts;
            string[] here = [.. common, .. sized, "--model", model];
            await TryAsync($"Tables 2 and 3: reconstruction, {name}", new BenchReconstructCommand(), $"{name}-reconstruct", [.. here, .. Given("--images", _images)]);
            await TryAsync(
                $"Table {(takesPrompts ? 5 : 4)}: quality, {name}", new BenchQualityCommand(), $"{name}-quality",
                [.. here, .. Given("--real", _real), .. Given("--features", _features), .. takesPrompts ? Given("--captions", _captions) : []]);
        }

        if (line.GetValue(_model) is null)
        {
            left.AddRange(PaperFigures.Known.Tables.Select(table => (
                $"Table {table.Number}: {table.Title}", "needs that model and these data: give --model, and --images, or --captions, --real and --features")));
        }

        var file = await WriteAsync(folder, parts, left, context.CancellationToken);
        var json = new JsonObject
        {
            ["output"] = folder,
            ["files"] = new JsonArray(file),
            ["parts"] = new JsonArray([.. parts.Select(part => (JsonNode)new JsonObject { ["title"] = part.Title, ["output"] = part.Folder })]),
            ["left_out"] = new JsonArray([.. left.Select(part => (JsonNode)new JsonObject { ["title"] = part.Title, ["reason"] = part.Reason })]),
        };
        var facts = new FactSheet();
        parts.ForEach(part => facts.Add("Ran", $"{part.Title}: {part.Folder}"));
        left.ForEach(part => facts.Add("Without", $"{part.Title}: {part.Reason}"));
        return new Outcome(json, facts.Add("Saved", file));

        IReadOnlyList<string> Given(string name, Option<string?> option) => line.GetValue(option) is { } value ? [name, value] : [];

        async Task TryAsync(string title, AppCommand command, string part, IReadOnlyList<string> options)
        {
            var own = Path.Combine(folder, part);
            context.Screen.Error.WriteLine(title);
            try
            {
                await command.RunAsync(context with { Line = command.Parse([.. options, "--out", own]) });
                parts.Add((title, own));
            }
            catch (BelmException e)
            {
                left.Add((title, e.Message));
            }
        }
    }

    // ToyTown's models, of which captions and features of real pictures are included.
    private IReadOnlyList<string> Models(ParseResult line) => line.GetValue(_model) is { } one ? [one]
        : [.. new[] { "models", Path.Combine("bench", "models") }.Select(folder => Path.Combine(AppContext.BaseDirectory, folder))
            .Where(Directory.Exists).SelectMany(parent => Directory.GetDirectories(parent, "toytown*")).Order(StringComparer.Ordinal)];

    private static async Task<string> WriteAsync(
        string folder, IReadOnlyList<(string Title, string Folder)> parts, IReadOnlyList<(string Title, string Reason)> left, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("# The paper, run again\n");
        foreach (var (title, own) in parts)
        {
            text.Append("\n## ").Append(title).Append("\n\n").Append(await File.ReadAllTextAsync(Path.Combine(own, "table.md"), cancellationToken));
        }

        text.Append("\n## Left out\n\n").AppendJoin('\n', left.Select(part => $"- {part.Title}: {part.Reason}")).Append('\n');
        var path = Path.Combine(folder, "paper.md");
        await AtomicFile.WriteAsync(path, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), token).AsTask(), cancellationToken);
        return path;
    }
}
