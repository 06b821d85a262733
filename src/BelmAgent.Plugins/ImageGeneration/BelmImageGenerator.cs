using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.ImageGeneration;

/// <summary>Generates pictures from prompts, and edits originals, as an image generator of Microsoft.Extensions.AI.</summary>
/// <remarks>
/// Without originals, the prompt describes a new picture; with originals, it says what should change in each, with one result per
/// original. Edits need approval as everywhere else. Pictures are PNG, of the model's size or, edited, of the original's, whatever size is requested; each has its
/// library id in <c>AdditionalProperties["image_id"]</c>. Settings of one call are a <see cref="BelmImageSettings"/>. Safe to share
/// between threads.
/// </remarks>
/// <param name="operations">The domain.</param>
/// <param name="planner">Plans edits from prompts.</param>
[Experimental("MEAI001")]
public sealed class BelmImageGenerator(ImageOperations operations, IEditPlanner planner) : IImageGenerator
{
    private const string MediaType = "image/png";
    private const int MaxCount = 10;

    private static readonly ImageGeneratorMetadata Metadata = new("belm");

    /// <inheritdoc/>
    /// <exception cref="LimitExceededException">A setting is out of range, or names an unsupported format.</exception>
    /// <exception cref="ArgumentException">An original is not data, or there is no prompt.</exception>
    /// <exception cref="BelmException"><c>request_unclear</c>: the planner would need to ask a question first.</exception>
    /// <exception cref="BelmException"><c>not_approved</c>: an edit was not approved.</exception>
    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var prompt = string.IsNullOrWhiteSpace(request.Prompt)
            ? throw new ArgumentException("The request has no prompt: say what the image should show, or what should change.", nameof(request))
            : request.Prompt;
        AIContent[] originals = [.. request.OriginalImages ?? []];
        var count = Count(options, originals.Length > 0);
        var settings = Settings(options);
        var contents = new List<AIContent>();
        foreach (var original in originals)
        {
            contents.Add(await EditAsync(Data(original), prompt, settings, cancellationToken));
        }

        for (var number = 0; originals.Length == 0 && number < count; number++)
        {
            var made = await operations.Generator.GenerateAsync(
                new GenerateRequest { Prompt = prompt, Seed = settings.Seed + number, Steps = settings.Steps, Guidance = settings.Guidance }, cancellationToken: cancellationToken);
            contents.Add(await ContentAsync(made.ImageId, cancellationToken));
        }

        return new ImageGenerationResponse(contents);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? Metadata
            : serviceType == typeof(ImageOperations) ? operations
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static int Count(ImageGenerationOptions? options, bool edits)
    {
        var count = options?.Count ?? 1;
        return options?.MediaType is { } type && type != MediaType ? throw new LimitExceededException("MediaType", type, MediaType)
            : options?.ResponseFormat is { } format && format != ImageGenerationResponseFormat.Data ? throw new LimitExceededException("ResponseFormat", format, "Data")
            : count is < 1 or > MaxCount || (edits && count != 1) ? throw new LimitExceededException("Count", count, edits ? "1: each original is edited once" : $"1 to {MaxCount}")
            : count;
    }

    private static BelmImageSettings Settings(ImageGenerationOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(BelmImageSettings.Key, out var given) != true ? new BelmImageSettings()
        : given as BelmImageSettings ?? throw new ArgumentException($"AdditionalProperties[\"{BelmImageSettings.Key}\"] must be a {nameof(BelmImageSettings)}.", nameof(options));

    private static DataContent Data(AIContent original) => original as DataContent
        ?? throw new ArgumentException("An original must be given as its bytes, a DataContent: nothing is fetched from elsewhere.", nameof(original));

    private async Task<DataContent> EditAsync(DataContent original, string prompt, BelmImageSettings settings, CancellationToken cancellationToken)
    {
        var picture = await ImportAsync(original, content => operations.Images.ImportAsync(content, cancellationToken));
        var mask = settings.Mask is { } data ? await ImportAsync(data, content => operations.Images.ImportMaskAsync(content, picture.Id, cancellationToken)) : null;
        var caption = settings.Caption ?? await operations.Images.GetCaptionAsync(picture.Id, cancellationToken) ?? "";
        var outcome = settings.TargetPrompt is { } target
            ? PlanningOutcome.Planned(new EditPlan { Request = prompt, SourcePrompt = caption, TargetPrompt = target }, prompt)
            : await planner.PlanAsync(new PlanningRequest(prompt, caption), cancellationToken);
        if (!outcome.IsPlanned)
        {
            throw outcome.ToFailure();
        }

        var given = EditPlan.Open with { Steps = settings.Steps, Guidance = settings.Guidance, Strength = settings.Strength, DirectInversion = new() { MaskId = mask?.Id } };
        var plan = given.Over(outcome.Plan) with { Request = outcome.Plan.Request ?? prompt };
        var proposal = await operations.Editor.ProposeAsync(picture.Id, plan, cancellationToken);
        var edited = await operations.Editor.EditAsync(proposal.Id, cancellationToken: cancellationToken);
        return await ContentAsync(edited.ImageId, cancellationToken);
    }

    private static async Task<Picture> ImportAsync(DataContent data, Func<Stream, Task<Picture>> import)
    {
        using var content = new MemoryStream(data.Data.ToArray(), writable: false);
        return await import(content);
    }

    private async Task<DataContent> ContentAsync(string imageId, CancellationToken cancellationToken)
    {
        await using var file = await operations.Images.OpenReadAsync(imageId, cancellationToken: cancellationToken);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        return new DataContent(bytes.ToArray(), MediaType) { Name = $"{imageId}.png", AdditionalProperties = new() { ["image_id"] = imageId } };
    }
}
