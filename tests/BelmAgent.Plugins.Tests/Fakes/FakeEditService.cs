using System.Globalization;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>The domain without a model: an edit gives a picture that shows its target prompt.</summary>
internal sealed class FakeEditService : IEditService
{
    private readonly Dictionary<string, Picture> _pictures = [];
    private readonly Dictionary<string, EditProposal> _proposals = [];

    public List<string> Calls { get; } = [];

    public bool Approves { get; set; } = true;

    public Exception? Failure { get; set; }

    public GenerateRequest? Generated { get; private set; }

    public EditProposal? Proposed { get; private set; }

    public InvertRequest? Inverted { get; private set; }

    public int Limit { get; private set; }

    public string Add(string? caption, string? parentId = null)
    {
        var id = $"img_{(_pictures.Count + 1).ToString("000000000000000", CultureInfo.InvariantCulture)}";
        _pictures[id] = new Picture
        {
            Id = id,
            ParentId = parentId,
            Path = $"/library/{id}.png",
            Width = 128,
            Height = 128,
            Created = DateTimeOffset.UnixEpoch.AddSeconds(_pictures.Count),
            Recipe = new PictureRecipe { Kind = parentId is null ? PictureKind.Imported : PictureKind.Edited, ParentId = parentId, Caption = caption },
        };
        return id;
    }

    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) =>
        Task.FromResult(_pictures.TryGetValue(imageId, out var picture) ? picture : throw new PictureNotFoundException(imageId, [.. _pictures.Keys]));

    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public async Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default)
    {
        Note("describe");
        return new PictureDescription { ImageId = imageId, Caption = (await GetAsync(imageId, cancellationToken)).Recipe.Caption };
    }

    public async Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) =>
        (await DescribeAsync(imageId, cancellationToken)).Caption;

    public Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default) =>
        !_proposals.ContainsKey(proposalId) ? throw new ProposalNotFoundException(proposalId)
        : !Approves ? throw new EditRefusedException(proposalId, "The edit was not approved, so nothing was changed.")
        : ApproveAsync(proposalId, "test", cancellationToken);

    public Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default) =>
        Task.FromResult(new EditApproval(proposalId, by, DateTimeOffset.UnixEpoch));

    public Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Note("generate");
        Generated = request;
        return Task.FromResult(new GenerateResult
        {
            Picture = _pictures[Add(request.Prompt)],
            Prompt = request.Prompt,
            Seed = request.Seed ?? 1,
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

        Proposed = new EditProposal { Id = $"prop_{_proposals.Count + 1}", ImageId = imageId, Plan = plan, UnetEvaluations = 151 };
        return _proposals[Proposed.Id] = Proposed;
    }

    public Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
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

        return Task.FromResult(new EditResult
        {
            Picture = _pictures[Add(proposal.Plan.TargetPrompt, proposal.ImageId)],
            Plan = proposal.Plan,
            Measures = Measures,
            Check = new EditCheck { Passed = true, Expected = proposal.Plan.TargetPrompt, Seen = proposal.Plan.TargetPrompt },
            UnetEvaluations = 151,
            Seconds = 2,
            Provider = "cpu",
        });
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
        return Task.FromResult<IReadOnlyList<Picture>>([.. _pictures.Values.Reverse().Take(limit)]);
    }

    public async Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default) =>
        (await GetAsync(imageId, cancellationToken)).ParentId is { } parent ? _pictures[parent] : throw new NothingToUndoException(imageId);

    public Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static PictureComparison Measures => new() { Psnr = 25, BackgroundPsnr = 34.25, Ssim = 0.9, ChangedFraction = 0.1 };

    private void Note(string call)
    {
        Calls.Add(call);
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
