using System.Globalization;
using System.Text;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>
/// Tests whether it matters at which node an O-BELM inversion stops. The two-step relation has a parasitic root of about −1: a
/// disturbance by a change of prompt changes its sign with every step, so an edit from the carried pair may overshoot from node K and
/// have no effect from K + 1.
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
/// <param name="Strength">How far towards noise the first node K is, in (0, 1].</param>
/// <param name="Nodes">The number of nodes from K on, at least 2.</param>
/// <param name="Steps">Numbers of steps N.</param>
/// <param name="Grids">Spacings of the time grid.</param>
/// <param name="Guidances">Guidances of the target.</param>
/// <param name="SameGuidance">Whether the inversion uses the target's guidance, as in BELM's own code, instead of 1.</param>
public sealed record ParityExperiment(
    double Strength, int Nodes, IReadOnlyList<int> Steps, IReadOnlyList<string> Grids, IReadOnlyList<double> Guidances, bool SameGuidance)
{
    private static readonly (string Name, Func<EditSummary, double> Value)[] Measures =
    [
        ("success", summary => summary.Success), ("unchanged", summary => summary.Unchanged), ("artefact", summary => summary.Artefact),
    ];

    /// <summary>Gets the default: strength .75, two nodes, 50 and 20 steps, linspace and trailing, guidance 1, 2 and 5, inverted at 1.</summary>
    public static ParityExperiment Default { get; } = new(0.75, 2, [50, 20], ["linspace", "trailing"], [1, 2, 5], SameGuidance: false);

    /// <summary>
    /// Returns all methods of the experiment: the carried pair, the kick and the trajectory-corrected target at each node of each
    /// setting.
    /// </summary>
    public IReadOnlyList<EditMethod> Methods() =>
    [
        .. from setting in Settings()
           from target in Enum.GetValues<TargetSampler>()
           from node in NodesOf(setting.Steps)
           select new EditMethod
           {
               Name = FormattableString.Invariant($"{Name(target)} {Title(setting)} K={node}"),
               Target = target,
               // The subject is what the sampler does.
               Compose = false,
               Steps = setting.Steps,
               Grid = setting.Grid,
               Guidance = setting.Guidance,
               InversionGuidance = SameGuidance ? setting.Guidance : 1,
               Strength = (double)node / setting.Steps,
           },
    ];

    /// <summary>Returns one row for each setting and target: the measures at each node, and their spread.</summary>
    /// <param name="summaries">Summaries of the methods.</param>
    public string Markdown(IReadOnlyList<EditSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        var places = Enumerable.Range(0, Nodes).Select(place => place == 0 ? "K" : $"K+{place}").ToList();
        var text = new StringBuilder();
        text.Append("| grid | N | K | w | target |").AppendJoin(" |", Measures.SelectMany(measure => places.Select(place => $" {measure.Name} {place}").Append(" apart"))).Append(" |\n");
        text.Append("|---|---|---|---|---|").Insert(text.Length, "---|", Measures.Length * (Nodes + 1)).Append('\n');
        foreach (var setting in Settings())
        {
            foreach (var target in Enum.GetValues<TargetSampler>())
            {
                var nodes = NodesOf(setting.Steps).Select(node => Find(summaries, setting, target, node)).ToList();
                text.Append(CultureInfo.InvariantCulture, $"| {setting.Grid} | {setting.Steps} | {NodesOf(setting.Steps)[0]} | {setting.Guidance} | {Name(target)} |");
                foreach (var (_, value) in Measures)
                {
                    var values = nodes.Where(summary => summary is not null).Select(summary => value(summary!)).ToList();
                    text.AppendJoin(" |", nodes.Select(summary => summary is null ? " " : string.Create(CultureInfo.InvariantCulture, $" {value(summary):0.000}")))
                        .Append(CultureInfo.InvariantCulture, $" | {(values.Count == 0 ? 0 : values.Max() - values.Min()):0.000} |");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Returns a panel for each setting: one measure over the nodes, with a line for each target.</summary>
    /// <param name="summaries">Summaries of the methods.</param>
    /// <returns>The names of the measures with their pictures.</returns>
    public IReadOnlyList<(string Name, RgbImage Picture)> Pictures(IReadOnlyList<EditSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        return
        [
            .. Measures.Select(measure => (measure.Name, ContactSheet.Grid(
                [.. Settings().Select(setting => Panel(summaries, setting, measure.Name, measure.Value))], Guidances.Count, gap: 0))),
        ];
    }

    private RgbImage Panel(IReadOnlyList<EditSummary> summaries, Setting setting, string name, Func<EditSummary, double> value) => Chart.Lines(
        new ChartFrame(Title(setting), "node K that the inversion stops at", $"{name} (share of edits)") { Width = 620, Height = 340, YRange = (0, 1), XStep = 1 },
        [
            .. Enum.GetValues<TargetSampler>().Select(target => new ChartSeries(
                Name(target),
                [
                    .. from node in NodesOf(setting.Steps)
                       let summary = Find(summaries, setting, target, node)
                       where summary is not null
                       select new ChartPoint(node, value(summary), null, summary.IntervalOf(value(summary))),
                ])),
        ]);

    private static EditSummary? Find(IReadOnlyList<EditSummary> summaries, Setting setting, TargetSampler target, int node) => summaries.FirstOrDefault(
        summary => summary.Kind == EditSummary.AllKinds && summary.Method.Name == FormattableString.Invariant($"{Name(target)} {Title(setting)} K={node}"));

    private IEnumerable<Setting> Settings() =>
        from grid in Grids from steps in Steps from guidance in Guidances select new Setting(grid, steps, guidance);

    private List<int> NodesOf(int steps)
    {
        var first = (int)Math.Round(Strength * steps, MidpointRounding.ToEven);
        return [.. Enumerable.Range(Math.Min(first, steps - Nodes + 1), Nodes)];
    }

    private static string Title(Setting setting) => FormattableString.Invariant($"{setting.Grid} N={setting.Steps} w={setting.Guidance}");

    private static string Name(TargetSampler target) => target switch
    {
        TargetSampler.Carried => "carried",
        TargetSampler.Kick => "kick",
        _ => "corrected",
    };

    private sealed record Setting(string Grid, int Steps, double Guidance);
}
