using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.FollowUps;
using BelmAgent.Planning.Scenes;
using BelmAgent.Planning.Soundness;
using BelmAgent.Plugins.Answers;
using BelmAgent.Plugins.Answers.ToolCalls;
using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Planners;

/// <summary>Plans with a language model through the prompt function <c>belm_planner/plan_edit</c>, which answers with JSON or a tool call.</summary>
/// <remarks>
/// The model chooses the source prompt, the target prompt and the settings of Direct Inversion; what it leaves out is taken from the
/// preset of the edit's kind, and a note says who chose what. The answer is read leniently; an answer that is not a plan, or with a
/// setting out of its range, is sent back once with a description of the problem; settings that are still out of range are left to the
/// preset. The source prompt is the caption, or says all of it and more; any other is not used. A request for more or less, as in "more", needs no language model.
/// Requests and answers are logged at Trace only. Safe to share.
/// </remarks>
public sealed partial class LlmPlanner : IEditPlanner
{
    private readonly Kernel _kernel;
    private readonly KernelFunction _prompt;
    private readonly KernelPlugin? _tools;
    private readonly SceneVocabulary? _vocabulary;
    private readonly ILogger _logger;
    private volatile bool _takesSchema = true;

    /// <summary>Creates a planner.</summary>
    /// <param name="kernel">Contains the <see cref="IChatClient"/>; its prompt filters run.</param>
    /// <param name="prompts">The source of the prompt function.</param>
    /// <param name="vocabulary">The image model's world; null if it has no closed world.</param>
    /// <param name="logger">Logs repairs.</param>
    /// <param name="mode">The mode of the answer: structured or tools.</param>
    public LlmPlanner(
        Kernel kernel, PromptLibrary prompts, SceneVocabulary? vocabulary, ILogger<LlmPlanner>? logger = null, PlannerMode mode = PlannerMode.Structured)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(prompts);
        _kernel = kernel;
        _prompt = prompts.Create("belm_planner", "plan_edit");
        _tools = mode == PlannerMode.Tools ? PlanTools.Create() : null;
        _vocabulary = vocabulary;
        _logger = logger ?? NullLogger<LlmPlanner>.Instance;
    }

    /// <inheritdoc/>
    public async Task<PlanningOutcome> PlanAsync(PlanningRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Caption))
        {
            return PlanningOutcome.Ask("What does the image show? Describe it in a few words.", "The image has no caption.");
        }

        if (Strength.Plan(request) is { } changed)
        {
            return changed;
        }

        var (text, outcome, problem) = await AskAsync(request, "", cancellationToken);
        if (outcome is null)
        {
            LogRepair(problem!);
            (text, outcome, problem) = await AskAsync(request, $"Your last answer was:\n{text}\nIt cannot be used: {problem} {HowToAnswer}", cancellationToken, isLast: true);
        }

        return outcome ?? throw Unusable(problem!);
    }

    private static BelmException Unusable(string problem) => new(
        "no_usable_plan", ErrorKind.Unavailable, $"The language model gave no usable plan ({problem.TrimEnd('.')})", "rephrase the request, or pass target_prompt to plan_edit");

    private string HowToAnswer => _tools is null ? "Answer with one JSON object and nothing else." : "Answer by calling propose_plan or ask_person.";

    private async Task<(string Text, PlanningOutcome? Outcome, string? Problem)> AskAsync(PlanningRequest request, string correction, CancellationToken cancellationToken, bool isLast = false)
    {
        LogRequest(request.Request, request.Caption);
        ChatResponse? response;
        var withSchema = _tools is null && _takesSchema;
        try
        {
            response = await InvokeAsync(request, correction, withSchema, cancellationToken);
        }
        catch (Exception e) when (withSchema && Refusal(e))
        {
            // Not every server supports schemas; the prompt describes the same format in words.
            response = await InvokeAsync(request, correction, withSchema: false, cancellationToken);
            _takesSchema = false;
        }

        var answer = Answer(response);
        LogAnswer(answer);
        var (outcome, problem) = Judge(answer, request, isLast);
        return (answer, outcome, outcome is null && response?.FinishReason == ChatFinishReason.Length ? "it was cut off at the maximum length; answer directly and briefly." : problem);
    }

    // The arguments of calls are the answer, also for calls written as text; the text of a model that calls nothing is read as well.
    private static string Answer(ChatResponse? response)
    {
        var text = ThinkingFilter.Strip(response?.Text ?? "");
        var calls = response?.Messages.SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>().ToList() ?? [];
        if (calls.Count == 0)
        {
            var reader = new ToolCallReader(PlanTools.Resolve);
            reader.Push(text);
            calls = [.. reader.End().Calls.Select(call => call.ToContent())];
        }

        return calls.Count > 0 ? string.Join('\n', calls.Select(call => JsonSerializer.Serialize(call.Arguments))) : text;
    }

    private async Task<ChatResponse?> InvokeAsync(PlanningRequest request, string correction, bool withSchema, CancellationToken cancellationToken) =>
        (await _prompt.InvokeAsync(_kernel, Arguments(request, correction, withSchema), cancellationToken)).GetValue<ChatResponse>();

    private KernelArguments Arguments(PlanningRequest request, string correction, bool withSchema)
    {
        var settings = new Dictionary<string, PromptExecutionSettings>(_prompt.ExecutionSettings ?? new Dictionary<string, PromptExecutionSettings>());
        foreach (var (service, given) in settings.Where(_ => !withSchema).ToList())
        {
            settings[service] = given.Clone();
            settings[service].ExtensionData?.Remove("response_format");
            settings[service].FunctionChoiceBehavior = _tools is null ? null : FunctionChoiceBehavior.Required(_tools, autoInvoke: false);
        }

        var arguments = new KernelArguments
        {
            ExecutionSettings = settings,
            ["caption"] = request.Caption,
            ["request"] = request.Request,
            ["history"] = PlanHistory.Write(request.History),
            ["answer"] = HowToAnswer,
            ["correction"] = correction,
        };
        if (_vocabulary is not null)
        {
            arguments["world"] = _vocabulary.Summary;
        }

        return arguments;
    }

    private static bool Refusal(Exception exception) => exception is PlannerUnavailableException { Status: 400 or 422 } || exception.InnerException is PlannerUnavailableException { Status: 400 or 422 };

    private (PlanningOutcome? Outcome, string? Problem) Judge(string text, PlanningRequest request, bool isLast)
    {
        var judged = PlanAnswerReader.Read(text).Select(read => read.Answer is { } answer ? Judge(answer, request, isLast) : (null, read.Problem)).ToList();
        return judged.FirstOrDefault(result => result.Outcome is not null, judged[0]);
    }

    private (PlanningOutcome? Outcome, string? Problem) Judge(PlanAnswer answer, PlanningRequest request, bool isLast)
    {
        if (answer.RevisesLast && request.History is not [.., { Plan: not null, Caption: not null }])
        {
            return (null, "there is no last edit that \"revises_last\" could mean.");
        }

        var caption = answer.RevisesLast ? request.History[^1].Caption! : request.Caption;

        // A model that both asks and guesses is asking.
        if (answer.Question is not null || answer.TargetPrompt is not { } target)
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

        var source = SourcePrompt(answer.SourcePrompt, caption);
        var (settings, unknownWords) = answer.Settings.In(source, target);
        if ((answer.SettingsProblem ?? unknownWords) is { } wrong && !isLast)
        {
            return (null, wrong);
        }

        var plan = new EditPlan
        {
            Request = request.Request, SourcePrompt = source, TargetPrompt = target, EditType = answer.Type, DirectInversion = settings.DirectInversion, Strength = settings.Strength,
            ChosenByPlanner = settings.Chosen is { Count: > 0 } chosen ? chosen : null,
        };
        return (PlanningOutcome.Planned(plan, answer.Reason, [.. answer.Notes, .. Choices(answer, source, caption, settings, unknownWords)]) with { RevisesLast = answer.RevisesLast }, null);
    }

    // Only a prompt that says all that the picture is known to show, and perhaps more, can stand for it; a closed world has no more.
    private string SourcePrompt(string? said, string caption) =>
        said is not null && _vocabulary is null && ContentWords.Content(caption).All(ContentWords.Content(said).Contains) ? said : caption;

    // Who chose what.
    private static IEnumerable<string> Choices(PlanAnswer answer, string source, string caption, PlanSettings settings, string? unknownWords)
    {
        if (settings.Words is { Length: > 0 } chosen)
        {
            yield return $"The language model chose {chosen}; the preset of {JsonNamingPolicy.SnakeCaseLower.ConvertName(answer.Type.ToString())} chooses the rest.";
        }

        if (source != caption)
        {
            yield return "The language model sharpened the source prompt.";
        }

        if (answer.SettingsProblem is not null || unknownWords is not null)
        {
            yield return "Settings that the language model gave out of range are left to the preset.";
        }
    }

    [LoggerMessage(LogLevel.Warning, "The language model's plan cannot be used ({Problem}); asking once more.")]
    private partial void LogRepair(string problem);

    [LoggerMessage(LogLevel.Trace, "Planning \"{Request}\" for \"{Caption}\".")]
    private partial void LogRequest(string request, string caption);

    [LoggerMessage(LogLevel.Trace, "The language model answered {Answer}.")]
    private partial void LogAnswer(string answer);
}
