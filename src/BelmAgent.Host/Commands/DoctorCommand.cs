using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Exactness;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Host.Commands.Options;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host.Commands;

/// <summary>Reports what this machine can run, with the remedy for each fault.</summary>
internal sealed class DoctorCommand : ModelCommand
{
    private readonly Option<bool> _exact = NewOption.Flag(
        "--exact", "Only invert and reconstruct a built-in picture on the chosen provider, and measure what did not come back; exit code 3 if it is too much.");

    public DoctorCommand()
        : base("doctor", "Say what this machine can run, with the remedy for each fault.")
    {
        Add(_exact);
        AddTail();
    }

    public override Task<Outcome> RunAsync(CommandContext context) => context.Line.GetValue(_exact) ? MeasureAsync(context) : ExamineAsync(context);

    private static async Task<Outcome> MeasureAsync(CommandContext context)
    {
        using var lease = await context.Services.GetRequiredService<PipelineLoader>().AcquireAsync(context.CancellationToken);
        return ExactnessOutcome.Of(await Task.Run(() => ExactnessCheck.Measure(lease.Pipeline, context.CancellationToken), context.CancellationToken));
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
