using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BelmAgent.Editing.Checks;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Resampling;
using BelmAgent.Planning;
using BelmAgent.Plugins.Answers;
using BelmAgent.Plugins.Planners;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Checks;

/// <summary>
/// Has a language model with vision judge an edit through the prompt function <c>belm_planner/judge_edit</c>. It receives the pictures
/// before and after as JPEG previews of at most 512 pixels per side, and both prompts.
/// </summary>
/// <remarks>
/// An unreadable answer is sent back once with a description of the problem; after that, or if the model cannot be reached, there is
/// no verdict. Prompts, pictures and answers are logged at Trace only. Safe to share between threads.
/// </remarks>
public sealed partial class VisionCritic : IEditCritic
{
    private const int PreviewSide = 512;
    private static readonly JsonSerializerOptions AllLetters = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Lazy<Kernel?> _kernel;
    private readonly PromptLibrary _prompts;
    private readonly ILogger _logger;

    /// <summary>Creates a critic.</summary>
    /// <param name="kernel">
    /// Contains the <see cref="IChatClient"/>; its prompt filters run. Null: no pictures are sent, and there is no verdict.
    /// </param>
    /// <param name="prompts">The source of the prompt function.</param>
    /// <param name="logger">Logs repairs and failures to reach the model.</param>
    public VisionCritic(Lazy<Kernel?> kernel, PromptLibrary prompts, ILogger<VisionCritic>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(prompts);
        (_kernel, _prompts, _logger) = (kernel, prompts, logger ?? NullLogger<VisionCritic>.Instance);
    }

    /// <inheritdoc/>
    public async ValueTask<EditCheck?> JudgeAsync(JudgedEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        try
        {
            return _kernel.Value is { } kernel && await AskAsync(kernel, edit, cancellationToken) is { Shows: { } shows } answer
                ? new EditCheck
                {
                    ShowsRequest = shows,
                    Expected = edit.Plan.TargetPrompt,
                    Seen = answer.Seen,
                    By = "vision",
                    Changes = answer.Kept switch
                    {
                        true => [],
                        false => ["the rest of the image changed"],
                        null => null,
                    },
                }
                : null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the failure, an edit is not lost because it could not be judged. The messages of other exceptions may quote what was sent.
            LogUnavailable(e is PlannerUnavailableException unavailable ? $"{unavailable.Problem} {unavailable.Remedy}" : e.GetType().Name);
            return null;
        }
    }

    private async Task<VisionAnswer?> AskAsync(Kernel kernel, JudgedEdit edit, CancellationToken cancellationToken)
    {
        var arguments = new KernelArguments
        {
            ["edit"] = JsonSerializer.Serialize(new { source = edit.Plan.SourcePrompt, target = edit.Plan.TargetPrompt }, AllLetters),
            ["before"] = Preview(edit.Before),
            ["after"] = Preview(edit.After),
        };
        var prompt = _prompts.Create("belm_planner", "judge_edit");
        var text = await AnswerAsync(kernel, prompt, arguments, cancellationToken);
        var (answer, problem) = VisionAnswerReader.Read(text);
        if (answer is null)
        {
            LogRepair(problem!);
            arguments["correction"] = $"Your last answer was:\n{text}\nIt cannot be used: {problem} Answer again with one JSON object and nothing else.";
            (answer, problem) = VisionAnswerReader.Read(await AnswerAsync(kernel, prompt, arguments, cancellationToken));
        }

        if (answer is null)
        {
            LogUnread(problem!);
        }

        return answer;
    }

    private async Task<string> AnswerAsync(Kernel kernel, KernelFunction prompt, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var result = await prompt.InvokeAsync(kernel, arguments, cancellationToken);
        var answer = ThinkingFilter.Strip(result.GetValue<ChatResponse>()?.Text ?? result.ToString());
        LogAnswer(answer);
        return answer;
    }

    private static string Preview(RgbImage image)
    {
        var small = Math.Max(image.Width, image.Height) <= PreviewSide ? image : ImageResize.To(image, PreviewSide, PreviewSide, ImageFit.Fit, multiple: 1).Image;
        return $"data:image/jpeg;base64,{Convert.ToBase64String(ImageCodec.EncodeJpeg(small))}";
    }

    [LoggerMessage(LogLevel.Warning, "The language model cannot be asked about an edit: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Warning, "The language model's verdict on an edit cannot be used ({Problem}); asking once more.")]
    private partial void LogRepair(string problem);

    [LoggerMessage(LogLevel.Warning, "The language model's second verdict on an edit cannot be used either ({Problem}); it is not judged.")]
    private partial void LogUnread(string problem);

    [LoggerMessage(LogLevel.Trace, "The language model judged an edit: {Answer}")]
    private partial void LogAnswer(string answer);
}
