using System.CommandLine;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Models;

/// <summary>Commands for the models on this machine and for downloading more.</summary>
internal sealed class ModelsCommand : Command
{
    public ModelsCommand()
        : base("models", "List the local models, download one from a hub, or check what a folder contains and what it lacks.")
    {
        Add(new ModelsListCommand());
        Add(new ModelsPullCommand());
        Add(new ModelsCheckCommand());
    }
}

/// <summary>Reports what a model folder contains and what it lacks.</summary>
internal sealed class ModelsCheckCommand : AppCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "A model folder." };

    public ModelsCheckCommand()
        : base("check", "Report what a model folder contains and what it lacks, with the remedy for each fault; loads no network.")
    {
        Add(_folder);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var report = await Task.Run(() => ModelCheck.Run(context.Line.GetRequiredValue(_folder), context.CancellationToken), context.CancellationToken);
        return new Outcome(JsonOutput.From(report), ModelFacts.Create(report), report.IsUsable ? ExitCodes.Done : ExitCodes.NotUsable);
    }
}
