using System.Globalization;
using System.Text;
using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>The domain without a model: an edit creates a picture that shows its target prompt.</summary>
internal sealed class FakeDomain : IOperationRunner
{
    private readonly Dictionary<string, Picture> _pictures = [];
    private readonly Dictionary<string, EditProposal> _proposals = [];
    private int _proposed;
    private int _added;
    private int _masks;

    public List<string> Calls { get; } = [];

    public bool Approves { get; set; } = true;

    public Exception? Failure { get; set; }

    public GenerateRequest? Generated { get; private set; }

    public EditProposal? Proposed { get; private set; }

    public InvertRequest? Inverted { get; private set; }

    public int Limit { get; private set; }

    /// <summary>Gets the edits that ran, in order.</summary>
    public List<Picture> Edited { get; } = [];

    /// <summary>Gets or sets what the check sees instead of the request. Null: what was requested.</summary>
    public string? Sees { get; set; }

    /// <summary>Gets or sets what the check finds changed without being requested.</summary>
    public IReadOnlyList<string> Changes { get; set; } = [];

    /// <summary>Gets or sets whether edits damage the picture.</summary>
    public bool Damages { get; set; }

    /// <summary>Gets or sets whether nothing can check an edit.</summary>
    public bool IsBlind { get; set; }

    /// <summary>Gets or sets the number of attempts of an edit.</summary>
    public int Tries { get; set; } = 1;

    /// <summary>Gets or sets the notes in results.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>Gets or sets what holds edits until released. Null: they finish immediately.</summary>
    public EditHold? Hold { get; set; }

    /// <summary>Gets the id of the next picture.</summary>
    public string Next => Id(_added + 1);

    /// <summary>Removes a picture's file.</summary>
    public void TakeAway(string id) => _pictures.Remove(id);

    /// <summary>The use cases over this domain.</summary>
    public ImageOperations Operations =>
        new ServiceCollection().AddSingleton<IOperationRunner>(this).AddBelmEditing().BuildServiceProvider().GetRequiredService<ImageOperations>();

    public async Task<T> RunAsync<T>(
        Operation operation, Func<OperationScope, Task<T>> work, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string? Text(string name) => operation.Get<string>(name);
        var id = Text("image_id")!;
        object? answer = operation.Name switch
        {
            "get_image" => await GetAsync(id),
            "open_image" => await OpenReadAsync(id),
            "import_image" => await ImportAsync(operation.Content!, cancellationToken),
            "import_mask" => await ImportMaskAsync(Text("path") ?? "", id),
            "describe_image" => await DescribeAsync(id),
            "get_caption" => await GetCaptionAsync(id),
            "generate_image" => Generate(new GenerateRequest
            {
                Prompt = Text("prompt")!, Seed = operation.Get<long?>("seed"), Steps = operation.Get<int?>("steps"), Guidance = operation.Get<double?>("guidance"),
            }),
            "invert_image" => Invert(new InvertRequest
            {
                ImageId = id, Prompt = Text("prompt")!, Sampler = Text("sampler"), Steps = operation.Get<int?>("steps"),
            }),
            "propose_edit" => await ProposeAsync(id, operation.Get<EditPlan>("plan")!),
            "approve_edit" => Authorize(Text("proposal_id")!),
            "edit_image" => await EditAsync(Text("proposal_id")!, progress, cancellationToken),
            "compare_images" => await CompareAsync(id, Text("other_image_id")!),
            "list_history" => ListHistory(id, operation.Get<int>("limit")),
            "undo_edit" => await UndoAsync(id),
            _ => throw new NotSupportedException(operation.Name),
        };
        return (T)answer!;
    }

    public string Add(string? caption, string? parentId = null, EditPlan? plan = null)
    {
        var id = Id(++_added);
        _pictures[id] = new Picture
        {
            Id = id,
            ParentId = parentId,
            Path = $"/library/{id}.png",
            Width = 128,
            Height = 128,
            Created = DateTimeOffset.UnixEpoch.AddSeconds(_added),
            Recipe = new PictureRecipe { Kind = parentId is null ? PictureKind.Imported : PictureKind.Edited, ParentId = parentId, Caption = caption, Plan = plan },
        };
        return id;
    }

    public Task<Picture> GetAsync(string imageId) =>
        Task.FromResult(_pictures.TryGetValue(imageId, out var picture) ? picture : throw PictureLibrary.NotFound(imageId, [.. _pictures.Keys]));

    public Task<Picture> ImportMaskAsync(string path, string imageId) =>
        Task.FromResult(new Picture
        {
            Id = $"msk_{++_masks}",
            Path = path,
            Width = 128,
            Height = 128,
            Created = DateTimeOffset.UnixEpoch,
            Recipe = new PictureRecipe { Kind = PictureKind.Mask, ParentId = imageId },
        });

    private async Task<PictureDescription> DescribeAsync(string imageId)
    {
        Note("describe");
        var caption = (await GetAsync(imageId)).Recipe.Caption;
        return new PictureDescription { ImageId = imageId, Caption = caption, Confidence = caption is null ? null : 0.97 };
    }

    public async Task<string?> GetCaptionAsync(string imageId) =>
        (await DescribeAsync(imageId)).Caption;

    private EditApproval Authorize(string proposalId) =>
        !_proposals.ContainsKey(proposalId) ? throw EditErrors.ProposalNotFound(proposalId)
        : !Approves && _proposals.Remove(proposalId) ? throw EditErrors.NotApproved()
        : new EditApproval(proposalId, "test", DateTimeOffset.UnixEpoch);

    private GenerateResult Generate(GenerateRequest request)
    {
        Note("generate");
        TurnBudget.Spend();
        Generated = request;
        return new GenerateResult
        {
            Picture = _pictures[Add(request.Prompt)],
            Prompt = request.Prompt,
            Seed = request.Seed ?? 1,
            Notes = Notes,
            UnetEvaluations = 1,
            Seconds = 0,
            Provider = "cpu",
        };
    }

    private InvertResult Invert(InvertRequest request)
    {
        Note("invert");
        Inverted = request;
        return new InvertResult
        {
            InversionId = "inv_1",
            ImageId = request.ImageId,
            Path = "/library/inv_1.safetensors",
            Sampler = request.Sampler ?? "o-belm",
            Steps = request.Steps ?? 50,
            LatentMse = 1e-28,
            Notes = Notes,
            Noise = new NoiseSummary(0, 1, 0, 4),
            UnetEvaluations = 100,
            Seconds = 1,
            Provider = "cpu",
        };
    }

    private async Task<EditProposal> ProposeAsync(string imageId, EditPlan plan)
    {
        Note("propose");
        await GetAsync(imageId);
        if (plan.Steps > 1000)
        {
            throw new LimitExceededException("steps", plan.Steps, "2 to 1000");
        }

        Proposed = new EditProposal { Id = $"prop_{++_proposed}", ImageId = imageId, Plan = plan with { Steps = plan.Steps ?? 50, Guidance = plan.Guidance ?? 2 }, UnetEvaluations = 151 };
        return _proposals[Proposed.Id] = Proposed;
    }

    private async Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        Note("edit");
        if (!_proposals.Remove(proposalId, out var proposal))
        {
            throw EditErrors.ProposalNotFound(proposalId);
        }

        if (!Approves)
        {
            throw EditErrors.NotApproved();
        }

        TurnBudget.Spend();
        await GetAsync(proposal.ImageId);
        if (Hold is { } hold)
        {
            await hold.WaitAsync(progress, cancellationToken);
        }

        var picture = _pictures[Add(proposal.Plan.TargetPrompt, proposal.ImageId, proposal.Plan)];
        Edited.Add(picture);
        return Result(picture, proposal.Plan);
    }

    private EditResult Result(Picture picture, EditPlan plan)
    {
        var check = new EditCheck
        {
            ShowsRequest = IsBlind ? null : Sees is null,
            Expected = plan.TargetPrompt,
            Seen = IsBlind ? null : Sees ?? plan.TargetPrompt,
            Changes = IsBlind ? null : Changes,
            Fault = Damages ? EditFault.Damaged : Sees is not null ? EditFault.NotSeen : Changes.Count > 0 ? EditFault.Collateral : EditFault.None,
        };
        return new EditResult
        {
            Picture = picture,
            Plan = plan,
            Measures = Measures,
            Check = check,
            AttemptLog =
            [
                .. Enumerable.Range(1, Tries).Select(number => new EditAttempt
                {
                    Number = number,
                    Change = number == 1 ? null : $"guidance {number} → {number + 1}",
                    Plan = plan,
                    Check = number == Tries ? check : check with { Fault = EditFault.NotSeen },
                    Measures = Measures,
                    UnetEvaluations = 151,
                    CheckEvaluations = 0,
                }),
            ],
            UnetEvaluations = 151,
            Seconds = 2,
            Provider = "cpu",
        };
    }

    private async Task<PictureComparison> CompareAsync(string imageId, string otherImageId)
    {
        await GetAsync(imageId);
        await GetAsync(otherImageId);
        return Measures;
    }

    private IReadOnlyList<Picture> ListHistory(string? imageId, int limit)
    {
        Limit = limit;
        var line = imageId is null ? null : Line(imageId);
        return [.. _pictures.Values.Reverse().Where(picture => line?.Contains(picture.Id) ?? true).Take(limit)];
    }

    private async Task<Picture> UndoAsync(string imageId) =>
        (await GetAsync(imageId)).PreviousId is { } previous ? await GetAsync(previous) : throw EditErrors.NothingToUndo(imageId);

    /// <summary>Imports a picture; the bytes are its caption.</summary>
    private async Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, leaveOpen: true);
        return _pictures[Add(await reader.ReadToEndAsync(cancellationToken))];
    }

    /// <summary>Opens a picture; the bytes are its requested caption.</summary>
    private async Task<Stream> OpenReadAsync(string imageId) =>
        new MemoryStream(Encoding.UTF8.GetBytes((await GetAsync(imageId)).Recipe.Caption ?? ""));

    private static string Id(int number) => $"img_{number.ToString("000000000000000", CultureInfo.InvariantCulture)}";

    private static PictureComparison Measures => new() { Psnr = 25, BackgroundPsnr = 34.25, Ssim = 0.9, ChangedFraction = 0.1 };

    // A picture with its ancestors and descendants; each came after the one from which it was made.
    private HashSet<string> Line(string imageId)
    {
        var line = new HashSet<string> { imageId };
        for (var at = _pictures.GetValueOrDefault(imageId); at?.ParentId is { } parent; at = _pictures.GetValueOrDefault(parent))
        {
            line.Add(parent);
        }

        var after = new HashSet<string> { imageId };
        line.UnionWith(_pictures.Values.Where(picture => picture.ParentId is { } parent && after.Contains(parent) && after.Add(picture.Id)).Select(picture => picture.Id));
        return line;
    }

    private void Note(string call)
    {
        Calls.Add(call);
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
