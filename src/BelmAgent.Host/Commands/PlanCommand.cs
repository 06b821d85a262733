using System.CommandLine;
using BelmAgent.Host.Commands.Options;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>The planner alone: no model is loaded, nothing runs.</summary>
internal sealed class PlanCommand : AppCommand
{
    private readonly Argument<string> _request = new("REQUEST") { Description = "What to change, in plain words: \"make the car blue\"." };

    private readonly Option<string> _caption = new("--caption") { HelpName = "SOURCE", Description = "What the picture shows now.", Required = true };
    private readonly PlanOptions _plan = new();
    private readonly ModelOption _model = new();

    public PlanCommand()
        : base("plan", "Turn a request and a caption into an edit plan, without a picture; no model is loaded.")
    {
        Add(_request);
        Add(_caption);
        _plan.AddTo(this);
        _model.AddTo(this);
        AddTail();
    }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => _model.Settings(line);

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var plan = _plan.Apply(await context.PlanAsync(line.GetRequiredValue(_request), line.GetRequiredValue(_caption)), line);
        return new Outcome(JsonOutput.Of(plan), PlanCard.Of(plan));
    }
}
