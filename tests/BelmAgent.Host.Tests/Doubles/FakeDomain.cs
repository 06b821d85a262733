using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>The domain without a model: every picture is the same file, and every result the same numbers.</summary>
/// <param name="picture">A picture file.</param>
internal sealed class FakeDomain(string picture) : IOperationRunner
{
    public const string ImageId = "img_1jf3k9x2ma7bqpz";
    public const string EditedId = "img_1jf3k9x2ma7bqq0";
    public const string InversionId = "inv_1jf3k9x2ma7bqpz";

    /// <summary>Gets the describer's caption.</summary>
    public string? Caption { get; init; } = "a red car on a road";

    /// <summary>Gets whether captions are only what was requested: nothing describes pictures.</summary>
    public bool IsBlind { get; init; }

    /// <summary>Gets the exception thrown by all operations that use the model.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Gets the exception thrown only by edits.</summary>
    public Exception? EditFailure { get; init; }

    /// <summary>Gets the action called at each step of long work, with its number.</summary>
    public Action<int>? OnStep { get; init; }

    /// <summary>Gets the step at which the first long work waits until it is cancelled; null for none.</summary>
    public int? WaitAt { get; set; }

    /// <summary>Gets the check of edits; null for one that passed.</summary>
    public EditCheck? Check { get; init; }

    /// <summary>Gets the plan that was proposed last.</summary>
    public EditPlan? Plan { get; private set; }

    public GenerateRequest? Generation { get; private set; }

    public InvertRequest? Inversion { get; private set; }

    /// <summary>Gets whether the edit ran.</summary>
    public bool HasEdited { get; private set; }

    public async Task<T> RunAsync<T>(
        Operation operation, Func<OperationScope, Task<T>> work, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string? Text(string name) => operation.Get<string>(name);
        var id = Text("image_id")!;
        object? answer = operation.Name switch
        {
            "get_image" => Get(id),
            "import_image" => Failure is null ? Picture(ImageId, null) : throw Failure,
            "describe_image" => new PictureDescription { ImageId = id, Caption = Caption, Confidence = IsBlind ? null : 0.97 },
            "get_caption" => Caption,
            "generate_image" => await GenerateAsync(Generated(operation), progress, cancellationToken),
            "invert_image" => await InvertAsync(Inverted(operation), progress, cancellationToken),
            "reconstruct_image" => await ReconstructAsync(progress, cancellationToken),
            "propose_edit" => Propose(id, operation.Get<EditPlan>("plan")!),
            "approve_edit" => new EditApproval(Text("proposal_id")!, "test", DateTimeOffset.UnixEpoch),
            "edit_image" => await EditAsync(progress, cancellationToken),
            "list_history" => (IReadOnlyList<Picture>)[Picture(EditedId, ImageId), Picture(ImageId, null)],
            "undo_edit" => id == EditedId ? Picture(ImageId, null) : throw EditErrors.NothingToUndo(id),
            _ => throw new NotSupportedException(operation.Name),
        };
        return (T)answer!;
    }

    private static GenerateRequest Generated(Operation operation) => new()
    {
        Prompt = operation.Get<string>("prompt")!,
        Seed = operation.Get<long?>("seed"),
        Steps = operation.Get<int?>("steps"),
        Guidance = operation.Get<double?>("guidance"),
        Sampler = operation.Get<string>("sampler"),
        Kappa = operation.Get<double?>("kappa"),
        Gamma = operation.Get<double?>("gamma"),
        Mixing = operation.Get<double?>("mixing"),
        Alternate = operation.Get<bool?>("alternate"),
    };

    private static InvertRequest Inverted(Operation operation) => new()
    {
        ImageId = operation.Get<string>("image_id")!,
        Prompt = operation.Get<string>("prompt")!,
        Sampler = operation.Get<string>("sampler"),
        Kappa = operation.Get<double?>("kappa"),
        Gamma = operation.Get<double?>("gamma"),
        Mixing = operation.Get<double?>("mixing"),
        Alternate = operation.Get<bool?>("alternate"),
        Steps = operation.Get<int?>("steps"),
        Guidance = operation.Get<double?>("guidance"),
        Strength = operation.Get<double?>("strength"),
        FixedPoint = operation.Get<bool>("fixed_point"),
        MeasureRoundTrip = operation.Get<bool>("measure_round_trip"),
    };

    private Picture Get(string imageId) =>
        imageId is ImageId or EditedId ? Picture(imageId, imageId == EditedId ? ImageId : null) : throw PictureLibrary.NotFound(imageId, [ImageId]);

    private async Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        Generation = request;
        await WorkAsync("generate", progress, cancellationToken);
        return new GenerateResult { Picture = Picture(ImageId, null), Prompt = request.Prompt, Seed = request.Seed ?? 7, UnetEvaluations = 8, Seconds = 1.5, Provider = "cpu" };
    }

    private async Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
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

    private async Task<ReconstructResult> ReconstructAsync(IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        await WorkAsync("reconstruct", progress, cancellationToken);
        return new ReconstructResult { Picture = Picture(EditedId, ImageId), InversionId = InversionId, LatentSha256 = "00ff", UnetEvaluations = 4, Seconds = 1.5, Provider = "cpu" };
    }

    private EditProposal Propose(string imageId, EditPlan plan)
    {
        Plan = plan;
        return new EditProposal { Id = "prop_1", ImageId = imageId, Plan = plan, UnetEvaluations = 12 };
    }

    private async Task<EditResult> EditAsync(IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        await WorkAsync("edit", progress, cancellationToken);
        _ = EditFailure is null ? 0 : throw EditFailure;
        HasEdited = true;
        return new EditResult
        {
            Picture = Picture(EditedId, ImageId),
            Plan = Plan!,
            Measures = new PictureComparison { Psnr = 30, BackgroundPsnr = 45, Ssim = 0.97, ChangedFraction = 0.08 },
            Check = Check ?? new EditCheck { ShowsRequest = true, Expected = Plan!.TargetPrompt, Seen = Plan.TargetPrompt, Changes = [] },
            UnetEvaluations = 12, Seconds = 2.5, Provider = "cpu",
        };
    }

    private async Task WorkAsync(string stage, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var step = 1; step <= 4; step++)
        {
            progress?.Report(new EditProgress(stage, step, 4));
            OnStep?.Invoke(step);
            if (WaitAt == step)
            {
                WaitAt = null;
                await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
            }

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
