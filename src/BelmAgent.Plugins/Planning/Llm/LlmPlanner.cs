using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Scenes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>Plans with a language model through the prompt function <c>belm_planner/plan_edit</c>.</summary>
/// <remarks>
/// The answer's JSON is read leniently; an answer that is no plan is sent back once with what is wrong. The source prompt is
/// always the caption itself, whatever the model says of it. Requests and answers are logged at Trace only. Safe to share.
/// </remarks>
public sealed partial class LlmPlanner : IEditPlanner
{
    private readonly Kernel _kernel;
    private readonly KernelFunction _prompt;
    private readonly SceneVocabulary? _vocabulary;
    private readonly ILogger _logger;

    /// <summary>Makes a planner.</summary>
    /// <param name="kernel">Holds the <see cref="IChatClient"/> to ask; its prompt filters run.</param>
    /// <param name="prompts">Where the prompt function comes from.</param>
    /// <param name="vocabulary">The image model's world; null when it knows no closed world.</param>
    /// <param name="logger">Told of repairs.</param>
    public LlmPlanner(Kernel kernel, PromptLibrary prompts, SceneVocabulary? vocabulary, ILogger<LlmPlanner>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(prompts);
        _kernel = kernel;
        _prompt = prompts.Create("belm_planner", "plan_edit");
        _vocabulary = vocabulary;
        _logger = logger ?? NullLogger<LlmPlanner>.Instance;
    }

    /// <inheritdoc/>
    public async Task<PlanningOutcome> PlanAsync(PlanningRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Caption))
        {
            return PlanningOutcome.Ask("What does the picture show? Describe it in a few words.", "The picture has no caption.");
        }

        var text = await AskAsync(request, "", cancellationToken);
        var (outcome, problem) = Judge(text, request);
        if (outcome is null)
        {
            LogRepair(problem!);
            text = await AskAsync(request, $"Your last answer was:\n{text}\nIt cannot be used: {problem} Answer again with one JSON object and nothing else.", cancellationToken);
            (outcome, problem) = Judge(text, request);
        }

        return outcome ?? throw new PlanningException(problem!, text);
    }

    private async Task<string> AskAsync(PlanningRequest request, string correction, CancellationToken cancellationToken)
    {
        var arguments = new KernelArguments
        {
            ["caption"] = request.Caption,
            ["request"] = request.Request,
            ["history"] = request.History.Count == 0 ? "none" : string.Join("; ", request.History.Select(turn => turn.Request)),
            ["correction"] = correction,
        };
        if (_vocabulary is not null)
        {
            arguments["world"] = _vocabulary.Summary;
        }

        LogRequest(request.Request, request.Caption);
        var result = await _prompt.InvokeAsync(_kernel, arguments, cancellationToken);
        var answer = result.GetValue<ChatResponse>()?.Text ?? result.ToString();
        LogAnswer(answer);
        return answer;
    }

    private (PlanningOutcome? Outcome, string? Problem) Judge(string text, PlanningRequest request)
    {
        var caption = request.Caption;
        var (answer, problem) = PlanAnswerReader.Read(text);
        if (answer is null)
        {
            return (null, problem);
        }

        if (answer.TargetPrompt is not { } target)
        {
            return (PlanningOutcome.Ask(answer.Question!, answer.Reason), null);
        }

        if (string.Equals(target, caption, StringComparison.OrdinalIgnoreCase))
        {
            return (null, "\"target_prompt\" says the same as the source prompt; ask if nothing is to change.");
        }

        if (_vocabulary is not null && SceneCaptionParser.TryParse(caption, _vocabulary) is not null && SceneCaptionParser.TryParse(target, _vocabulary) is null)
        {
            return (null, "\"target_prompt\" says something that the image model cannot draw; ask instead.");
        }

        var plan = new EditPlan { Request = request.Request, SourcePrompt = caption, TargetPrompt = target, EditType = answer.Type };
        return (PlanningOutcome.Planned(plan, answer.Reason, answer.Notes), null);
    }

    [LoggerMessage(LogLevel.Warning, "The language model's plan cannot be used ({Problem}); asking once more.")]
    private partial void LogRepair(string problem);

    [LoggerMessage(LogLevel.Trace, "Planning \"{Request}\" for \"{Caption}\".")]
    private partial void LogRequest(string request, string caption);

    [LoggerMessage(LogLevel.Trace, "The language model answered {Answer}.")]
    private partial void LogAnswer(string answer);
}
