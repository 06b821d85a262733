using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host.Doctor;

/// <summary>Reports what this machine can run, with the remedy for each fault.</summary>
internal sealed class DoctorCommand : ModelCommand
{
    private readonly Option<bool> _exact = NewOption.Flag(
        "--exact", "Only invert and reconstruct a built-in image on the chosen provider, and measure the error; exit code 3 if it is too large.");

    public DoctorCommand()
        : base("doctor", "Report what this machine can run, with the remedy for each fault.")
    {
        Add(_exact);
        AddTail();
    }

    public override Task<Outcome> RunAsync(CommandContext context) => context.Line.GetValue(_exact) ? MeasureAsync(context) : ExamineAsync(context);

    private static async Task<Outcome> MeasureAsync(CommandContext context)
    {
        using var lease = await context.Services.GetRequiredService<PipelineLoader>().AcquireAsync(context.CancellationToken);
        return ExactnessOutcome.Create(await Task.Run(() => ExactnessCheck.Measure(lease.Pipeline, context.CancellationToken), context.CancellationToken));
    }

    private static async Task<Outcome> ExamineAsync(CommandContext context)
    {
        var findings = new List<Finding>();
        foreach (var examination in context.Services.GetServices<IExamination>())
        {
            await foreach (var finding in examination.LookAsync(context.CancellationToken))
            {
                findings.Add(finding);
            }
        }

        var usable = findings.All(finding => finding.State != FindingState.Fault);
        var json = new JsonObject { ["usable"] = usable, ["findings"] = JsonSerializer.SerializeToNode(findings) };
        return new Outcome(json, Facts(findings), usable ? ExitCodes.Done : ExitCodes.NotUsable);
    }

    private static FactSheet Facts(List<Finding> findings)
    {
        var facts = new FactSheet();
        foreach (var (name, state, detail) in findings)
        {
            var (mark, color) = state switch
            {
                FindingState.Ok => ("ok", "green"),
                FindingState.Note => ("note", "yellow"),
                _ => ("fault", "red"),
            };
            facts.AddMarkup(mark, $"[{color}]{Markup.Escape(name)}[/]: {Markup.Escape(PlainText.Line(detail))}");
        }

        return facts;
    }
}

/// <summary>Registers the doctor's examinations, in the order of the report.</summary>
internal static class DoctorServiceCollectionExtensions
{
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services
        .AddSingleton<IExamination, SystemExamination>()
        .AddSingleton<IExamination, ModelExamination>()
        .AddSingleton<IExamination, ProviderExamination>()
        .AddSingleton<IExamination, LibraryExamination>()
        .AddSingleton<IExamination, PlannerExamination>();
}

/// <summary>The result of <c>belm doctor --exact</c>.</summary>
internal static class ExactnessOutcome
{
    public static Outcome Create(ExactnessReport report)
    {
        var facts = new FactSheet()
            .Add("Trip", FormattableString.Invariant($"latent error {report.LatentMse:0.0e+00} (mse) after {report.Steps} steps on {report.Provider} in {report.Precision}"))
            .Add("Repeats", report.RepeatsIdentical
                ? $"{ExactnessCheck.Repeats} identical network calls gave identical bits"
                : $"{ExactnessCheck.Repeats} identical network calls gave different bits")
            .Add("Fixed", report.FixedPointExact ? "every bit was restored in fixed point" : "not every bit was restored in fixed point");
        return report.IsExact
            ? new Outcome(JsonOutput.From(report), facts)
            : new Outcome(JsonOutput.From(report).With("detail", Sentence(report)), facts.Add("Not", Sentence(report)), ExitCodes.NotUsable);
    }

    private static string Sentence(ExactnessReport report) => FormattableString.Invariant(
        $"The round trip on {report.Provider} is not exact (latent error {report.LatentMse:0.0e+00}, limit {report.Limit:0e+00}): choose --provider cpu{(report.Precision == "fp16" ? ", or the fp32 export of the model" : "")}.");
}
