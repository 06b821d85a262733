using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning;
using BelmAgent.Plugins.Results;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins;

/// <summary>The functions of the plugin <c>belm</c>: editing pictures by id over <see cref="IEditService"/>.</summary>
/// <remarks>
/// A thin translation: ids, limits and approval are the domain service's. What goes wrong comes back as a result with an
/// error; only faults of the program are thrown. Safe to share between threads.
/// </remarks>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter's name is its name on the wire, which is snake_case.")]
public sealed class BelmPlugin
{
    private readonly IEditService _service;
    private readonly IEditPlanner _planner;
    private readonly IProgress<EditProgress>? _progress;

    /// <summary>Makes the plugin.</summary>
    /// <param name="service">The domain.</param>
    /// <param name="planner">Turns requests into plans.</param>
    /// <param name="progress">Told of every step of whatever is running; an app that shows progress registers one. Default: nobody is told.</param>
    public BelmPlugin(IEditService service, IEditPlanner planner, IProgress<EditProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(planner);
        (_service, _planner, _progress) = (service, planner, progress);
    }

    /// <summary>Says what a picture shows.</summary>
    [KernelFunction("describe_image")]
    [Description("Says what a picture shows. Do not call it before plan_edit, which describes the picture itself.")]
    public Task<DescribeImageResult> DescribeImageAsync(
        [Description("Id of the picture, such as img_1jf3k9x2ma7bqpz.")] string image_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var picture = await _service.GetAsync(image_id, cancellationToken);
            var description = await _service.DescribeAsync(image_id, cancellationToken);
            return new DescribeImageResult
            {
                ImageId = image_id,
                Caption = description.Caption,
                Confidence = description.Confidence,
                Width = picture.Width,
                Height = picture.Height,
            };
        });

    /// <summary>Makes a new picture from words.</summary>
    [KernelFunction("generate_image")]
    [Description("Makes a new picture from a prompt alone. Never call it to change a picture that exists: plan_edit and edit_image keep everything that was not asked for.")]
    public Task<GenerateImageResult> GenerateImageAsync(
        [Description("What the picture should show.")] string prompt,
        [Description("Seed of the noise, a whole number of 0 or more; the same seed gives the same picture. Default: drawn at random.")] long? seed = null,
        [Description("Steps, 2 to 1000; more is slower and finer. Default: as configured, 50.")] int? steps = null,
        [Description("How strongly the prompt guides, 1 to 30. Default: as configured, 5.")] double? guidance = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var made = await _service.GenerateAsync(
                new GenerateRequest { Prompt = prompt, Seed = seed, Steps = steps, Guidance = guidance }, _progress, cancellationToken);
            return new GenerateImageResult { ImageId = made.ImageId, Prompt = made.Prompt, Seed = made.Seed, Seen = made.Seen, Seconds = made.Seconds };
        });

    /// <summary>Inverts a picture and measures the round trip.</summary>
    [KernelFunction("invert_image")]
    [Description("Inverts a picture to noise exactly and measures how well it comes back. Only for people who ask about inversion or reconstruction: edit_image inverts by itself.")]
    public Task<InvertImageResult> InvertImageAsync(
        [Description("Id of the picture.")] string image_id,
        [Description("What the picture shows. Default: its caption.")] string? prompt = null,
        [Description("Inverting sampler: ddim, edict, bdia, belm or o-belm. Default: as configured, o-belm.")] string? sampler = null,
        [Description("Steps, 2 to 1000. Default: as configured, 50.")] int? steps = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            prompt ??= (await _service.DescribeAsync(image_id, cancellationToken)).Caption ?? "";
            var inverted = await _service.InvertAsync(
                new InvertRequest { ImageId = image_id, Prompt = prompt, Sampler = sampler, Steps = steps }, _progress, cancellationToken);
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
                Seconds = inverted.Seconds,
            };
        });

    /// <summary>Plans an edit, or asks.</summary>
    [KernelFunction("plan_edit")]
    [Description("Plans a change of a picture: gives a proposal_id for edit_image, or a question that you must put to the person. Changes nothing yet.")]
    public Task<PlanEditResult> PlanEditAsync(
        [Description("Id of the picture to change.")] string image_id,
        [Description("The person's request in their own words, such as 'make the car blue'.")] string request,
        [Description("What the picture shows now. Only when plan_edit has asked for it. Default: the picture's caption.")] string? caption = null,
        [Description("What the picture should show afterwards, to plan without the planner. Default: the planner finds it.")] string? target_prompt = null,
        [Description("The person's request before this one, so that 'it' can be understood. Default: none.")] string? previous_request = null,
        [Description("Steps, 2 to 1000. Default: what suits the model; leave it out unless the person asks.")] int? steps = null,
        [Description("How strongly the target prompt guides, 1 to 30. Default: what suits the model; leave it out unless the person asks.")] double? guidance = null,
        [Description("How far the picture may change, above 0 and at most 1. Default: as configured, 1.")] double? strength = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            caption = NullIfEmpty(caption) ?? (await _service.DescribeAsync(image_id, cancellationToken)).Caption ?? "";
            var outcome = NullIfEmpty(target_prompt) is { } target
                ? PlanningOutcome.Planned(new EditPlan { SourcePrompt = caption, TargetPrompt = target }, request)
                : await _planner.PlanAsync(
                    new PlanningRequest(request, caption) { History = NullIfEmpty(previous_request) is { } previous ? [new PlanningTurn(previous)] : [] }, cancellationToken);
            if (!outcome.IsPlanned)
            {
                return new PlanEditResult { ImageId = image_id, Question = outcome.Question, Reason = outcome.Reason };
            }

            var plan = outcome.Plan with { Steps = steps, Guidance = guidance, Strength = strength };
            var proposal = await _service.ProposeAsync(image_id, plan, cancellationToken);
            return new PlanEditResult
            {
                ImageId = image_id,
                ProposalId = proposal.Id,
                Reason = outcome.Reason,
                Notes = outcome.Notes.Count > 0 ? outcome.Notes : null,
                Plan = proposal.Plan,
                EstimatedSeconds = proposal.EstimatedSeconds,
            };
        });

    /// <summary>Runs a proposed edit.</summary>
    [KernelFunction("edit_image")]
    [Description("Runs an edit that plan_edit has proposed and gives the id of the new picture; the old one stays. Call plan_edit first. A person may be asked to approve it.")]
    public Task<EditImageResult> EditImageAsync(
        [Description("The proposal_id of plan_edit, such as prop_1jf3k9x2ma7bqpz. Each runs once.")] string proposal_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var edited = await _service.EditAsync(proposal_id, _progress, cancellationToken);
            return new EditImageResult
            {
                ImageId = edited.ImageId,
                ParentId = edited.ParentId,
                TargetPrompt = edited.Plan.TargetPrompt,
                Measures = edited.Measures,
                Check = edited.Check,
                Seconds = edited.Seconds,
                Provider = edited.Provider,
            };
        });

    /// <summary>Measures how two pictures differ.</summary>
    [KernelFunction("compare_images")]
    [Description("Measures how two pictures of one size differ: PSNR in dB (higher is closer), SSIM up to 1, and the share of pixels that changed.")]
    public Task<CompareImagesResult> CompareImagesAsync(
        [Description("Id of the first picture.")] string image_id,
        [Description("Id of the second picture.")] string other_image_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () => new CompareImagesResult
        {
            ImageId = image_id,
            OtherImageId = other_image_id,
            Measures = await _service.CompareAsync(image_id, other_image_id, cancellationToken),
        });

    /// <summary>Lists pictures.</summary>
    [KernelFunction("list_history")]
    [Description("Lists pictures, newest first: the line of one picture, or all. Do not call it to look around: the current picture is known.")]
    public Task<ListHistoryResult> ListHistoryAsync(
        [Description("A picture whose ancestors and descendants are wanted. Default: all pictures.")] string? image_id = null,
        [Description("At most so many, 1 to 100. Default: 20.")] int? limit = null,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var pictures = await _service.ListHistoryAsync(NullIfEmpty(image_id), Math.Clamp(limit ?? 20, 1, 100), cancellationToken);
            return new ListHistoryResult { Images = [.. pictures.Select(HistoryEntry.Of)] };
        });

    /// <summary>Goes back to the picture before an edit.</summary>
    [KernelFunction("undo_edit")]
    [Description("Goes back to the picture that an edit was made from. Deletes nothing.")]
    public Task<UndoEditResult> UndoEditAsync(
        [Description("Id of the edited picture.")] string image_id,
        CancellationToken cancellationToken = default) => Guard.RunAsync(async () =>
        {
            var before = await _service.UndoAsync(image_id, cancellationToken);
            return new UndoEditResult { ImageId = before.Id, UndoneImageId = image_id, Caption = before.Recipe.Caption };
        });

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
