using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>The domain without a model: every picture is the one file, every result the same numbers.</summary>
/// <param name="picture">A picture file.</param>
internal sealed class FakeEditService(string picture) : IEditService
{
    public const string ImageId = "img_1jf3k9x2ma7bqpz";
    public const string EditedId = "img_1jf3k9x2ma7bqq0";
    public const string InversionId = "inv_1jf3k9x2ma7bqpz";

    /// <summary>What the describer sees.</summary>
    public string? Caption { get; init; } = "a red car on a road";

    /// <summary>Thrown by whatever works with the model.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Thrown by edits alone.</summary>
    public Exception? EditFailure { get; init; }

    /// <summary>Called at each step of long work, with its number.</summary>
    public Action<int>? OnStep { get; init; }

    /// <summary>Gets or sets the plan that was proposed last.</summary>
    public EditPlan? Plan { get; private set; }

    public GenerateRequest? Generation { get; private set; }

    public InvertRequest? Inversion { get; private set; }

    /// <summary>Gets or sets whether the edit ran.</summary>
    public bool HasEdited { get; private set; }

    public Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) =>
        Failure is null ? Task.FromResult(Picture(ImageId, null)) : throw Failure;

    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) =>
        imageId is ImageId or EditedId ? Task.FromResult(Picture(imageId, imageId == EditedId ? ImageId : null)) : throw new PictureNotFoundException(imageId, [ImageId]);

    public Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default) =>
        Task.FromResult(new PictureDescription { ImageId = imageId, Caption = Caption });

    public Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) => Task.FromResult(Caption);

    public Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default) => ApproveAsync(proposalId, "test", cancellationToken);

    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default) =>
        Task.FromResult(new EditApproval(proposalId, by, DateTimeOffset.UnixEpoch));

    public async Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Generation = request;
        await WorkAsync("generate", progress, cancellationToken);
        return new GenerateResult { Picture = Picture(ImageId, null), Prompt = request.Prompt, Seed = request.Seed ?? 7, UnetEvaluations = 8, Seconds = 1.5, Provider = "cpu" };
    }

    public async Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Inversion = request;
        await WorkAsync("invert", progress, cancellationToken);
        return new InvertResult
        {
            InversionId = InversionId, ImageId = request.ImageId, Path = picture, Sampler = "o-belm", Kappa = 1, Steps = 4,
            LatentMse = 1e-29, PixelMse = 0.001, AutoencoderMse = 0.001, BitExact = request.FixedPoint, Noise = new NoiseSummary(0, 1, 0, 4),
            UnetEvaluations = 8, Seconds = 1.5, Provider = "cpu", Reconstruction = Imaging.RgbImage.Filled(8, 8, Imaging.RgbColor.White),
        };
    }

    public async Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await WorkAsync("reconstruct", progress, cancellationToken);
        return new ReconstructResult { Picture = Picture(EditedId, ImageId), InversionId = InversionId, LatentSha256 = "00ff", UnetEvaluations = 4, Seconds = 1.5, Provider = "cpu" };
    }

    public Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default)
    {
        Plan = plan;
        return Task.FromResult(new EditProposal { Id = "prop_1", ImageId = imageId, Plan = plan, UnetEvaluations = 12 });
    }

    public async Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await WorkAsync("edit", progress, cancellationToken);
        _ = EditFailure is null ? 0 : throw EditFailure;
        HasEdited = true;
        return new EditResult
        {
            Picture = Picture(EditedId, ImageId),
            Plan = Plan!,
            Measures = new PictureComparison { Psnr = 30, BackgroundPsnr = 45, Ssim = 0.97, ChangedFraction = 0.08 },
            Check = new EditCheck { Passed = true, Expected = Plan!.TargetPrompt, Seen = Plan.TargetPrompt },
            UnetEvaluations = 12, Seconds = 2.5, Provider = "cpu",
        };
    }

    public Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<Picture>>([Picture(EditedId, ImageId), Picture(ImageId, null)]);

    public Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default) =>
        imageId == EditedId ? Task.FromResult(Picture(ImageId, null)) : throw new NothingToUndoException(imageId);

    private async Task WorkAsync(string stage, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var step = 1; step <= 4; step++)
        {
            progress?.Report(new EditProgress(stage, step, 4));
            OnStep?.Invoke(step);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private Picture Picture(string id, string? parent) => new()
    {
        Id = id, ParentId = parent, Path = picture, Width = 8, Height = 8, Created = DateTimeOffset.UnixEpoch,
        Recipe = new PictureRecipe { Kind = parent is null ? PictureKind.Imported : PictureKind.Edited, ParentId = parent, Caption = Caption },
    };
}
