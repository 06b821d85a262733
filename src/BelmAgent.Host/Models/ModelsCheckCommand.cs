using System.CommandLine;
using BelmAgent.Diffusion.Models.Reports;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Models;

/// <summary>Reports what a model folder contains and what it lacks.</summary>
internal sealed class ModelsCheckCommand : AppCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "A model folder." };

    public ModelsCheckCommand()
        : base("check", "Say what a model folder is and what it lacks, with the remedy for each fault. No network is loaded.")
    {
        Add(_folder);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var report = await Task.Run(() => ModelCheck.Run(context.Line.GetRequiredValue(_folder), context.CancellationToken), context.CancellationToken);
        return new Outcome(JsonOutput.Of(report), ModelFacts.Of(report), report.IsUsable ? ExitCodes.Done : ExitCodes.NotUsable);
    }
}
