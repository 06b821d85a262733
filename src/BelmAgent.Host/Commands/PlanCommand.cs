using System.CommandLine;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>Runs the planner alone: no model is loaded, and nothing is edited.</summary>
internal sealed class PlanCommand : AppCommand
{
    private readonly Argument<string> _request = new("REQUEST") { Description = "What to change, in plain words: \"make the car blue\"." };

    private readonly Option<string> _caption = new("--caption") { HelpName = "SOURCE", Description = "What the image shows now.", Required = true };
    private readonly SettingOption _planner = SettingOption.Create("Belm:Planner:Mode", NewOption.Choice(
        "--planner", "Planner: the built-in one, or the language model of Belm:Planner, by one JSON answer or by tool calls", "structured if a language model is configured, else offline",
        "offline", "structured", "tools"));

    private readonly PlanOptions _plan = new();

    public PlanCommand()
        : base("plan", "Turn a request and a caption into an edit plan, without an image; loads no model.")
    {
        Add(_request);
        Add(_caption);
        Add(_planner);
        _plan.AddTo(this);
        Add(SettingOption.Model());
        Add(SettingOption.Library());
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var settings = context.Checked(_plan.Read(line));
        var plan = settings.Over(await context.PlanAsync(line.GetRequiredValue(_request), line.GetRequiredValue(_caption)));
        return new Outcome(JsonOutput.From(plan), PlanCard.Create(plan));
    }
}
