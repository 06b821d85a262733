using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host.Commands;

/// <summary>What this machine can run, with the remedy for each fault.</summary>
internal sealed class DoctorCommand : ModelCommand
{
    public DoctorCommand()
        : base("doctor", "Say what this machine can run, with the remedy for each fault.") => AddTail();

    public override async Task<Outcome> RunAsync(CommandContext context)
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
