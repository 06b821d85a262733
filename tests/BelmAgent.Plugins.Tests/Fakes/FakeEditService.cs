using System.Globalization;
using System.Text;
using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>The domain without a model: an edit gives a picture that shows its target prompt.</summary>
internal sealed class FakeEditService : IEditService
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

    /// <summary>What the check sees instead of what was asked. Null: what was asked.</summary>
    public string? Sees { get; set; }

    /// <summary>Gets or sets the attempts that an edit takes.</summary>
    public int Tries { get; set; } = 1;

    /// <summary>What results say was left out.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>Edits last until this is let go. Null: they are done at once.</summary>
    public EditHold? Hold { get; set; }

    /// <summary>Gets the id of the picture that comes next.</summary>
    public string Next => Id(_added + 1);

    /// <summary>Somebody takes a picture's file away.</summary>
    public void TakeAway(string id) => _pictures.Remove(id);

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

    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) =>
        Task.FromResult(_pictures.TryGetValue(imageId, out var picture) ? picture : throw new PictureNotFoundException(imageId, [.. _pictures.Keys]));

    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Picture
        {
            Id = $"msk_{++_masks}",
            Path = path,
            Width = 128,
            Height = 128,
            Created = DateTimeOffset.UnixEpoch,
            Recipe = new PictureRecipe { Kind = PictureKind.Mask, ParentId = imageId },
        });

    public async Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default)
    {
        Note("describe");
        return new PictureDescription { ImageId = imageId, Caption = (await GetAsync(imageId, cancellationToken)).Recipe.Caption };
    }

    public async Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) =>
        (await DescribeAsync(imageId, cancellationToken)).Caption;

    public Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default) =>
        !_proposals.ContainsKey(proposalId) ? throw new ProposalNotFoundException(proposalId)
        : !Approves && _proposals.Remove(proposalId) ? throw new EditRefusedException(proposalId, "The edit was not approved, so nothing was changed.")
        : ApproveAsync(proposalId, "test", cancellationToken);

    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default) =>
        Task.FromResult(new EditApproval(proposalId, by, DateTimeOffset.UnixEpoch));

    public Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Note("generate");
        TurnBudget.Spend();
        Generated = request;
        return Task.FromResult(new GenerateResult
        {
            Picture = _pictures[Add(request.Prompt)],
            Prompt = request.Prompt,
            Seed = request.Seed ?? 1,
            Notes = Notes,
            UnetEvaluations = 1,
            Seconds = 0,
            Provider = "cpu",
        });
    }

    public Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Note("invert");
        Inverted = request;
        return Task.FromResult(new InvertResult
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
        });
    }

    public async Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default)
    {
        Note("propose");
        await GetAsync(imageId, cancellationToken);
        if (plan.Steps > 1000)
        {
            throw new LimitExceededException("steps", plan.Steps, "2 to 1000");
        }

        Proposed = new EditProposal { Id = $"prop_{++_proposed}", ImageId = imageId, Plan = plan with { Steps = plan.Steps ?? 50, Guidance = plan.Guidance ?? 2 }, UnetEvaluations = 151 };
        return _proposals[Proposed.Id] = Proposed;
    }

    public async Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Note("edit");
        if (!_proposals.Remove(proposalId, out var proposal))
        {
            throw new ProposalNotFoundException(proposalId);
        }

        if (!Approves)
        {
            throw new EditRefusedException(proposalId, "The edit was not approved, so nothing was changed.");
        }

        TurnBudget.Spend();
        await GetAsync(proposal.ImageId, cancellationToken);
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
            Passed = Sees is null,
            Expected = plan.TargetPrompt,
            Seen = Sees ?? plan.TargetPrompt,
            Fault = Sees is null ? EditFault.None : EditFault.NotSeen,
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

    public async Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default)
    {
        await GetAsync(imageId, cancellationToken);
        await GetAsync(otherImageId, cancellationToken);
        return Measures;
    }

    public Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        Limit = limit;
        var line = imageId is null ? null : Line(imageId);
        return Task.FromResult<IReadOnlyList<Picture>>([.. _pictures.Values.Reverse().Where(picture => line?.Contains(picture.Id) ?? true).Take(limit)]);
    }

    public async Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default) =>
        PictureLineage.Before(await GetAsync(imageId, cancellationToken)) is { } parent ? await GetAsync(parent, cancellationToken) : throw new NothingToUndoException(imageId);

    public Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Returns the bytes are what the picture shows.</summary>
    public async Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(content, leaveOpen: true);
        return _pictures[Add(await reader.ReadToEndAsync(cancellationToken))];
    }

    public Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default) =>
        ImportMaskAsync("", imageId, cancellationToken);

    /// <summary>Returns the bytes are what the picture was asked to show.</summary>
    public async Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default) =>
        new MemoryStream(Encoding.UTF8.GetBytes((await GetAsync(imageId, cancellationToken)).Recipe.Caption ?? ""));

    public Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static string Id(int number) => $"img_{number.ToString("000000000000000", CultureInfo.InvariantCulture)}";

    private static PictureComparison Measures => new() { Psnr = 25, BackgroundPsnr = 34.25, Ssim = 0.9, ChangedFraction = 0.1 };

    // A picture with its ancestors and descendants; each came after what it was made from.
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
