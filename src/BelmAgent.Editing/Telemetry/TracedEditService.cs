using System.Diagnostics;
using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Telemetry;

/// <summary>Traces and measures what works with the model.</summary>
internal sealed class TracedEditService(IEditService inner, TelemetryOptions options) : IEditService
{
    public Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) => inner.ImportAsync(path, cancellationToken);

    public Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default) => inner.ImportAsync(content, cancellationToken);

    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) =>
        inner.ImportMaskAsync(path, imageId, cancellationToken);

    public Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default) =>
        inner.ImportMaskAsync(content, imageId, cancellationToken);

    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) => inner.GetAsync(imageId, cancellationToken);

    public Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default) =>
        inner.OpenReadAsync(imageId, withRecipe, cancellationToken);

    public Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default) => BelmTelemetry.TraceAsync("describe", span =>
    {
        span.SetId(BelmTags.ImageId, imageId);
        return inner.DescribeAsync(imageId, cancellationToken);
    });

    public Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) => BelmTelemetry.TraceAsync("describe", span =>
    {
        span.SetId(BelmTags.ImageId, imageId);
        return inner.GetCaptionAsync(imageId, cancellationToken);
    });

    public Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        BelmTelemetry.TraceAsync("generate", async span =>
        {
            if (options.IncludePrompts)
            {
                span?.SetTag(BelmTags.TargetPrompt, request.Prompt);
            }

            var made = await inner.GenerateAsync(request, progress, cancellationToken);
            Finish(span, made.Picture, made.UnetEvaluations, made.Provider);
            return made;
        });

    public Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        BelmTelemetry.TraceAsync("invert", async span =>
        {
            span.SetId(BelmTags.ImageId, request.ImageId);
            if (options.IncludePrompts)
            {
                span?.SetTag(BelmTags.SourcePrompt, request.Prompt);
            }

            var inverted = await inner.InvertAsync(request, progress, cancellationToken);
            span.SetSampling(inverted.Sampler, inverted.Steps, request.Guidance);
            Count(span, inverted.UnetEvaluations, inverted.Provider);
            return inverted;
        });

    public Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        BelmTelemetry.TraceAsync("reconstruct", async span =>
        {
            var made = await inner.ReconstructAsync(inversion, progress, cancellationToken);
            Finish(span, made.Picture, made.UnetEvaluations, made.Provider);
            return made;
        });

    public Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        BelmTelemetry.TraceAsync("interpolate", async span =>
        {
            var made = await inner.InterpolateAsync(request, progress, cancellationToken);
            Finish(span, made.Picture, made.UnetEvaluations, made.Provider);
            return made;
        });

    public Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default) =>
        inner.ProposeAsync(imageId, plan, cancellationToken);

    public Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default) => inner.AuthorizeAsync(proposalId, cancellationToken);

    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default) =>
        inner.ApproveAsync(proposalId, by, cancellationToken);

    public Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        BelmTelemetry.TraceAsync("edit", async span =>
        {
            span.SetId(BelmTags.ProposalId, proposalId);
            var start = Stopwatch.GetTimestamp();
            try
            {
                var result = await inner.EditAsync(proposalId, progress, cancellationToken);
                Finish(span, result);
                BelmMetrics.Edited(Stopwatch.GetElapsedTime(start), result.Attempts);
                return result;
            }
            catch (Exception e)
            {
                if (e is EditStoppedException { Best: { } best })
                {
                    Finish(span, best);
                }

                BelmMetrics.Failed(Stopwatch.GetElapsedTime(start), e);
                throw;
            }
        });

    public Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default) =>
        inner.CompareAsync(imageId, otherImageId, cancellationToken);

    public Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default) =>
        inner.ListHistoryAsync(imageId, limit, cancellationToken);

    public Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default) => inner.UndoAsync(imageId, cancellationToken);

    private static void Finish(Activity? span, Picture made, int evaluations, string provider)
    {
        span.SetSampling(made.Recipe.Sampler, made.Recipe.Steps, made.Recipe.Guidance);
        span.SetId(BelmTags.ImageId, made.Id);
        Count(span, evaluations, provider);
    }

    private static void Count(Activity? span, int evaluations, string provider)
    {
        span.SetCost(evaluations, provider);
        BelmMetrics.Evaluated(evaluations, provider);
    }

    private void Finish(Activity? span, EditResult result)
    {
        span.SetEdited(result, options);
        BelmMetrics.Evaluated(result.UnetEvaluations + result.CheckEvaluations, result.Provider);
    }
}
