using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Plugins.Answers;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Results;
using BelmAgent.Sampling;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins;

/// <summary>The functions of the plugin <c>belm</c>: editing images by id with <see cref="ImageOperations"/>.</summary>
/// <remarks>
/// A thin translation layer: ids, limits and approval belong to the domain service. Expected failures are returned as a result with an
/// error; only defects of the program are thrown. Safe to share between threads.
/// </remarks>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter's name is its name on the wire, which is snake_case.")]
public sealed class BelmPlugin
{
    private readonly Images _images;
    private readonly ImageEditor _editor;
    private readonly ImageGenerator _generator;
    private readonly ImageInverter _inverter;
    private readonly IEditPlanner _planner;
    private readonly IEditJobs _jobs;
    private readonly BelmOptions _options;
    private readonly IProgress<EditProgress>? _progress;

    /// <summary>Creates the plugin.</summary>
    /// <param name="operations">The domain.</param>
    /// <param name="planner">Plans requests.</param>
    /// <param name="jobs">Runs long edits.</param>
    /// <param name="options">Sets the waiting time.</param>
    /// <param name="progress">Receives every step of all operations; an app that shows progress registers one. Default: none.</param>
    public BelmPlugin(ImageOperations operations, IEditPlanner planner, IEditJobs jobs, IOptions<BelmOptions> options, IProgress<EditProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(options);
        (_images, _editor, _generator, _inverter) = operations;
        (_planner, _jobs, _options, _progress) = (planner, jobs, options.Value, progress);
    }

    /// <summary>Describes a picture.</summary>
    [KernelFunction("describe_image")]
    [Description("Describes an image. Do not call it before plan_edit, which describes the image itself.")]
    public Task<DescribeImageResult> DescribeImageAsync(
        [Description("Id of the image, such as img_1jf3k9x2ma7bqpz.")] string image_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var picture = await _images.GetAsync(image_id, cancellationToken);
            var description = await _images.DescribeAsync(image_id, cancellationToken);
            return new DescribeImageResult
            {
                ImageId = image_id,
                Caption = description.Caption,
                Confidence = description.Confidence,
                Width = picture.Width,
                Height = picture.Height,
            };
        });

    /// <summary>Generates a picture from a prompt.</summary>
    [KernelFunction("generate_image")]
    [Description("Generates a new image from a prompt alone. Never call it to change an existing image: plan_edit and edit_image keep everything that was not requested.")]
    public Task<GenerateImageResult> GenerateImageAsync(
        [Description("What the image should show.")] string prompt,
        [Description("Seed of the noise, a whole number of 0 or more; the same seed gives the same image. Default: random.")] long? seed = null,
        [Description("Number of steps, 2 to 1000; more are slower and finer. Default: as configured, 50.")] int? steps = null,
        [Description("Guidance scale of the prompt, 1 to 30. Default: as configured, 5.")] double? guidance = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var made = await _generator.GenerateAsync(
                new GenerateRequest { Prompt = prompt, Seed = seed, Steps = steps, Guidance = guidance }, _progress, cancellationToken);
            return new GenerateImageResult { ImageId = made.ImageId, Prompt = made.Prompt, Seed = made.Seed, Seen = made.Seen, Flagged = made.Flagged, Notes = made.Notes.Count > 0 ? made.Notes : null, Seconds = made.Seconds };
        });

    /// <summary>Inverts a picture and measures the round trip.</summary>
    [KernelFunction("invert_image")]
    [Description("Inverts an image to noise exactly and measures how well it is reconstructed. Only for users who ask about inversion or reconstruction: edit_image inverts by itself.")]
    public Task<InvertImageResult> InvertImageAsync(
        [Description("Id of the image.")] string image_id,
        [Description("What the image shows. Default: its caption.")] string? prompt = null,
        [Description($"Sampler for the inversion: {SamplerCatalog.Choices}. Default: as configured, o-belm.")] string? sampler = null,
        [Description("Steps, 2 to 1000. Default: as configured, 50.")] int? steps = null,
        [Description("κ of belm, 0 to 1; only with belm. Default: 0.5.")] double? kappa = null,
        [Description("γ of bdia, above 0 and at most 1; only with bdia. Default: 0.96.")] double? gamma = null,
        [Description("Mixing weight p of edict, above 0 and at most 1; only with edict. Default: 0.93.")] double? mixing = null,
        [Description("Whether edict's chains swap roles every other step; only with edict. Default: false.")] bool? alternate = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            prompt ??= (await _images.DescribeAsync(image_id, cancellationToken)).Caption ?? "";
            var inverted = await _inverter.InvertAsync(
                new InvertRequest
                {
                    ImageId = image_id, Prompt = prompt, Sampler = sampler, Steps = steps, Parameters = new(kappa, gamma, mixing, alternate),
                },
                _progress, cancellationToken);
            return new InvertImageResult
            {
                InversionId = inverted.InversionId,
                ImageId = image_id,
                Prompt = prompt,
                Sampler = inverted.Sampler,
                Steps = inverted.Steps,
                LatentMse = inverted.LatentMse,
                PixelMse = inverted.PixelMse,
                AutoencoderMse = inverted.AutoencoderMse,
                BitExact = inverted.BitExact,
                Noise = inverted.Noise,
                Notes = inverted.Notes.Count > 0 ? inverted.Notes : null,
                Seconds = inverted.Seconds,
            };
        });

    /// <summary>Plans an edit, or asks a question.</summary>
    [KernelFunction("plan_edit")]
    [Description("Plans a change of an image: returns a proposal_id for edit_image, or a question that you must ask the user. Changes nothing yet. Pass everything that the user asked for in one sentence in a single call; do not split it.")]
    public Task<PlanEditResult> PlanEditAsync(
        [Description("Id of the image to change.")] string image_id,
        [Description("The user's request in their own words, such as 'make the car blue', 'no, the other one' or 'more'.")] string request,
        [Description("What the image shows now. Only when plan_edit has asked for it. Default: the known caption of the image.")] string? caption = null,
        [Description("What the image should show afterwards, to bypass the planner. Default: chosen by the planner.")] string? target_prompt = null,
        [Description("The user's previous request, if plan_edit answered it with a question that this request answers. Default: none.")] string? previous_request = null,
        [Description("That question. Default: none.")] string? previous_question = null,
        [Description("Id of a mask: the image may change only where the mask is white. Default: no mask.")] string? mask_id = null,
        [Description("What the edit of an edited image starts from: 'first' is the first image of its history, so that quality does not degrade; 'picture' is this image itself. Default: first; omit it unless the user asks.")] string? start = null,
        [Description("Steps, 2 to 1000. Default: depends on the model; omit it unless the user asks.")] int? steps = null,
        [Description("Guidance scale of the target prompt, 1 to 30. Default: depends on the model; omit it unless the user asks.")] double? guidance = null,
        [Description("How far the image may change, above 0 and at most 1. Default: as configured, 1.")] double? strength = null,
        [Description("Maximum number of attempts until the check passes, 1 to 10. Default: as configured, 3.")] int? attempts = null,
        [Description("The prompt that the image is inverted under; only with target_prompt. Default: the caption.")] string? source_prompt = null,
        [Description("How the edit shares the source's attention: 'none', 'prompt_to_prompt' where only a word changes and the layout must stay, or 'mutual_self_attention' for another pose of the same thing. Default: by the kind of the edit; omit it unless the user asks.")] string? control = null,
        [Description("Share of the steps that share cross attention, 0 to 1, with prompt_to_prompt; lower changes more. Default: 0.4; omit it unless the user asks.")] double? cross_steps = null,
        [Description("Share of the steps that share self attention, 0 to 1. Default: 0.4; omit it unless the user asks.")] double? self_steps = null,
        [Description("What bounds the change: 'none', 'words' (where blend_words are) or 'departure'. Default: by the kind of the edit; omit it unless the user asks.")] string? blend = null,
        [Description("Words of either prompt that bound the change, separated by commas. Default: the words that differ.")] string? blend_words = null,
        [Description("The only part of the image to edit, as 'x,y,width,height' in its pixels; the rest stays. Default: all of it, or around a small mask; omit it unless the user names a part.")] string? window = null,
        [Description("How an image of another shape than the model's is fitted: 'keep', 'crop' (only its middle is edited) or 'pad'. Default: keep; omit it unless the user asks.")] string? fit = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var picture = await _images.GetAsync(image_id, cancellationToken);
            caption = NullIfEmpty(caption) ?? await _images.GetCaptionAsync(image_id, cancellationToken) ?? "";
            var outcome = NullIfEmpty(target_prompt) is { } target
                ? PlanningOutcome.Planned(new EditPlan { Request = request, SourcePrompt = NullIfEmpty(source_prompt) ?? caption, TargetPrompt = target }, request)
                : await _planner.PlanAsync(
                    new PlanningRequest(request, caption) { History = await HistoryAsync(picture, caption, previous_request, previous_question, cancellationToken) }, cancellationToken);
            if (!outcome.IsPlanned)
            {
                return new PlanEditResult { ImageId = image_id, Question = outcome.Question, Reason = outcome.Reason };
            }

            var given = EditPlan.Open with
            {
                Steps = steps,
                Guidance = guidance,
                Strength = strength,
                Attempts = attempts,
                Start = Start(start),
                Frame = Frame(window, fit),
                DirectInversion = new()
                {
                    MaskId = NullIfEmpty(mask_id),
                    Control = Choice<AttentionControl>(control, "control", "none, prompt_to_prompt or mutual_self_attention"),
                    CrossSteps = cross_steps,
                    SelfSteps = self_steps,
                    Blend = Choice<BlendKind>(blend, "blend", "none, words or departure"),
                    BlendWords = NullIfEmpty(blend_words)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                },
            };
            var plan = given.Over(outcome.Plan) with
            {
                Request = outcome.Plan.Request ?? request,
                Answers = NullIfEmpty(previous_request) is { } open && NullIfEmpty(previous_question) is { } asked ? new AnsweredQuestion(open, asked) : null,
                Revises = outcome.RevisesLast && picture.ParentId is not null ? image_id : null,
            };
            // A plan that replaces the last edit is a plan for the picture before it.
            var edited = outcome.RevisesLast && picture.ParentId is { } before ? before : image_id;
            var proposal = await _editor.ProposeAsync(edited, plan, cancellationToken);
            return new PlanEditResult
            {
                ImageId = edited,
                ProposalId = proposal.Id,
                Reason = outcome.Reason,
                Notes = outcome.Notes.Count > 0 ? outcome.Notes : null,
                Caption = outcome.RevisesLast ? await _images.GetCaptionAsync(edited, cancellationToken) : caption,
                Plan = proposal.Plan,
                EstimatedSeconds = proposal.EstimatedSeconds,
                MaxAttempts = proposal.MaxAttempts,
            };
        });

    /// <summary>Runs a proposed edit.</summary>
    [KernelFunction("edit_image")]
    [Description("Runs an edit that plan_edit has proposed and returns the id of the new image; the old one is kept. Call plan_edit first. The user may be asked to approve it. If it takes long, it returns status 'running' with a job_id for get_job.")]
    public Task<EditImageResult> EditImageAsync(
        [Description("The proposal_id of plan_edit, such as prop_1jf3k9x2ma7bqpz. Each proposal runs once.")] string proposal_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var job = await _jobs.StartAsync(proposal_id, _progress, cancellationToken);
            try
            {
                return EditImageResult.From(await _jobs.WaitAsync(job.Id, _options.Wait, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                // The waiting caller was cancelled, so the edit is cancelled too.
                _jobs.Cancel(job.Id);
                var stopped = await _jobs.WaitAsync(job.Id, Timeout.InfiniteTimeSpan, CancellationToken.None);
                throw stopped.Result is { } best ? new EditStoppedException(best, cancellationToken) : new OperationCanceledException(cancellationToken);
            }
        });

    /// <summary>Returns the state of a running edit.</summary>
    [KernelFunction("get_job")]
    [Description("Returns the state of an edit that edit_image left running: its progress, or its new image. Waits a while for the edit to finish, so call it again at once while the status is 'running'.")]
    public Task<EditImageResult> GetJobAsync(
        [Description("The job_id of edit_image, such as job_1jf3k9x2ma7bqpz.")] string job_id,
        [Description("Seconds to wait for the edit to finish, 0 to 600. Default: as configured, 25.")] double? wait_seconds = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var wait = wait_seconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 600)) : _options.Wait;
            return EditImageResult.From(await _jobs.WaitAsync(job_id, wait, cancellationToken));
        });

    /// <summary>Cancels a running edit.</summary>
    [KernelFunction("cancel_job")]
    [Description("Stops an edit that edit_image left running. Only when the user asks. The results of finished attempts are kept.")]
    public Task<EditImageResult> CancelJobAsync(
        [Description("The job_id of edit_image.")] string job_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            _jobs.Cancel(job_id);
            return EditImageResult.From(await _jobs.WaitAsync(job_id, _options.Wait, cancellationToken));
        });

    /// <summary>Measures how two pictures differ.</summary>
    [KernelFunction("compare_images")]
    [Description("Measures how two images of the same size differ: PSNR in dB (higher is closer), SSIM up to 1, and the share of pixels that changed.")]
    public Task<CompareImagesResult> CompareImagesAsync(
        [Description("Id of the first image.")] string image_id,
        [Description("Id of the second image.")] string other_image_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () => new CompareImagesResult
        {
            ImageId = image_id,
            OtherImageId = other_image_id,
            Measures = await _images.CompareAsync(image_id, other_image_id, cancellationToken),
        });

    /// <summary>Lists pictures.</summary>
    [KernelFunction("list_history")]
    [Description("Lists images, newest first: the history of one image, or all. Do not call it to look around: the current image is known.")]
    public Task<ListHistoryResult> ListHistoryAsync(
        [Description("The image whose ancestors and descendants to list. Default: all images.")] string? image_id = null,
        [Description("Maximum number of entries, 1 to 100. Default: 20.")] int? limit = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var pictures = await _images.ListHistoryAsync(NullIfEmpty(image_id), Math.Clamp(limit ?? 20, 1, 100), cancellationToken);
            return new ListHistoryResult { Images = [.. pictures.Select(HistoryEntry.From)] };
        });

    /// <summary>Goes back to the picture before an edit.</summary>
    [KernelFunction("undo_edit")]
    [Description("Goes back to the image that an edit was made from, or with to_image_id to any other image, as for redo or 'the second one'. Deletes nothing and creates no image.")]
    public Task<UndoEditResult> UndoEditAsync(
        [Description("Id of the current image.")] string image_id,
        [Description("The image to go to. Default: the one before image_id.")] string? to_image_id = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var picture = NullIfEmpty(to_image_id) is { } named
                ? await _images.GetAsync(named, cancellationToken)
                : await _images.UndoAsync(image_id, cancellationToken);
            var description = await _images.DescribeAsync(picture.Id, cancellationToken);
            return new UndoEditResult
            {
                ImageId = picture.Id,
                UndoneImageId = image_id,
                IsBack = await _images.IsBeforeAsync(picture.Id, image_id, cancellationToken),
                Caption = description.Caption,
                Confidence = description.Confidence,
            };
        });

    private async Task<IReadOnlyList<PlanningTurn>> HistoryAsync(Picture picture, string caption, string? request, string? question, CancellationToken cancellationToken)
    {
        var history = await EditHistory.ReadAsync(_images, picture, cancellationToken);
        // A request that led to the picture is already in its history.
        return NullIfEmpty(request) is { } open && (NullIfEmpty(question) is not null || !history.Any(turn => turn.Request == open))
            ? [.. history, new PlanningTurn(open) { Caption = caption, Question = NullIfEmpty(question) }]
            : history;
    }

    private static T? Choice<T>(string? said, string setting, string choices)
        where T : struct, Enum =>
        NullIfEmpty(said) is not { } name ? null
        : Enum.TryParse<T>(JsonAnswer.Key(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw new LimitExceededException(setting, name, choices);

    private static EditStart? Start(string? start) => NullIfEmpty(start)?.ToLowerInvariant() switch
    {
        null => null,
        "first" => EditStart.First,
        "picture" => EditStart.Picture,
        _ => throw new LimitExceededException("start", start, "first or picture"),
    };

    private static FrameSetting? Frame(string? window, string? fit) => (NullIfEmpty(window), Choice<PictureFit>(fit, "fit", "keep, crop or pad")) switch
    {
        (null, null) => null,
        (null, var chosen) => new FrameSetting { Fit = chosen },
        (var part, var chosen) => new FrameSetting
        {
            Fit = chosen,
            Window = EditWindow.Parse(part) ?? throw new LimitExceededException("window", part, "x,y,width,height in pixels, such as 300,200,256,256"),
        },
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
