using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Editing.Tests.Edits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Tests.Audit;

/// <summary>The audit records of the domain's calls.</summary>
public sealed class AuditedEditTests
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Target = "a blue house on the left, on grass, under a blue sky";
    private static readonly string[] Words = ["house", "grass", "sky", "make it", "left"];

    [Fact]
    public async Task An_edit_is_written_down_before_it_begins_and_when_it_ends()
    {
        using var house = new EditingHouse();
        var edited = await EditAsync(house);

        var records = Records(house);

        Assert.Equal(
            ["generate_image", "generate_image", "propose_edit", "edit_image", "edit_image"], records.Select(record => record.Function));
        var (proposed, started, ended) = (records[2], records[3], records[4]);
        Assert.Equal((AuditOutcome.Started, "automatic", proposed.ProposalId), (started.Outcome, started.ApprovedBy, started.ProposalId));
        Assert.Equal((AuditOutcome.Ok, "automatic", started.Id), (ended.Outcome, ended.ApprovedBy, ended.StartedId));
        Assert.Equal((edited.ImageId, edited.UnetEvaluations, (int?)edited.Attempts), (ended.ImageId, ended.UnetEvaluations, ended.Attempts));
        Assert.Equal(edited.ParentId, (string?)proposed.Arguments["image_id"]);
        Assert.Equal(20, (int?)proposed.Arguments["plan"]!["steps"]);
    }

    [Fact]
    public async Task Nobodys_words_are_written_down()
    {
        using var house = new EditingHouse();
        await EditAsync(house);
        Assert.Equal("path_not_allowed", (await Assert.ThrowsAsync<BelmException>(() => house.Service.Images.ImportAsync("/somewhere/house.png"))).Code);
        Assert.Equal("proposal_not_found", (await Assert.ThrowsAsync<BelmException>(() => house.Service.Editor.EditAsync("make it night"))).Code);
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => house.Service.Images.UndoAsync("the house on the left"))).Code);

        var text = Audits.Text(house.Get<AuditLog>().Folder);

        Assert.All(Words, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        var (generated, proposed) = (Records(house)[0], Records(house)[2]);
        Assert.Equal((string?)generated.Arguments["prompt"]!["sha256"], (string?)proposed.Arguments["plan"]!["source_prompt"]!["sha256"]);
        Assert.Equal(Source.Length, (int?)generated.Arguments["prompt"]!["length"]);
    }

    [Fact]
    public async Task Words_are_written_down_when_asked_for()
    {
        using var house = new EditingHouse(configure: services => services.Configure<AuditOptions>(options => options.IncludePrompts = true));
        await EditAsync(house);

        var proposed = Records(house)[2].Arguments["plan"]!;

        Assert.Equal((Source, Target, "make it blue"), ((string?)proposed["source_prompt"], (string?)proposed["target_prompt"], (string?)proposed["request"]));
    }

    [Fact]
    public async Task A_refused_edit_never_begins()
    {
        using var house = new EditingHouse(ApprovalMode.Required);
        Assert.Equal("not_approved", (await Assert.ThrowsAsync<BelmException>(() => EditAsync(house))).Code);

        var last = Records(house)[^1];
        Assert.Equal(("edit_image", AuditOutcome.Failed, "not_approved"), (last.Function, last.Outcome, last.Error));
        Assert.Null(last.StartedId);
    }

    [Fact]
    public async Task The_front_end_that_approved_is_named()
    {
        using var house = new EditingHouse(ApprovalMode.Required);
        var proposal = await ProposeAsync(house);
        await house.Service.Editor.ApproveAsync(proposal.Id, "page");
        await house.Service.Editor.EditAsync(proposal.Id);

        var records = Records(house);
        Assert.Equal(["approve_edit", "edit_image", "edit_image"], records.TakeLast(3).Select(record => record.Function));
        Assert.All(records.TakeLast(3), record => Assert.Equal("page", record.ApprovedBy));
    }

    [Fact]
    public async Task What_is_cancelled_says_so()
    {
        using var house = new EditingHouse();
        using var stop = new CancellationTokenSource();
        var steps = new Stopper(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Steps = 20 }, steps, stop.Token));

        Assert.Equal([AuditOutcome.Started, AuditOutcome.Cancelled], Records(house).Select(record => record.Outcome));
    }

    [Fact]
    public async Task Nothing_is_changed_that_cannot_be_written_down_but_looking_goes_on()
    {
        var logger = new ListLogger<OperationRunner>(LogLevel.Warning);
        using var house = new EditingHouse(configure: services => services.AddSingleton<ILogger<OperationRunner>>(logger));
        var proposal = await ProposeAsync(house);
        var audit = house.Get<AuditLog>().Folder;
        Directory.Move(audit, audit + "-away");
        await File.WriteAllTextAsync(audit, "in the way");

        await Assert.ThrowsAsync<AuditUnavailableException>(() => house.Service.Editor.EditAsync(proposal.Id));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Steps = 2 }));
        Assert.Single(await house.Service.Images.ListHistoryAsync());
        Assert.Contains("list_history", Assert.Single(logger.Messages), StringComparison.Ordinal);

        // The approval was not used up.
        File.Delete(audit);
        Directory.Move(audit + "-away", audit);
        await house.Service.Editor.EditAsync(proposal.Id);
    }

    [Fact]
    public async Task A_number_that_is_none_is_refused_and_written_down()
    {
        using var house = new EditingHouse();
        await Assert.ThrowsAsync<LimitExceededException>(() => house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Guidance = double.NaN }));
        await Assert.ThrowsAnyAsync<Exception>(
            () => house.Service.Editor.ProposeAsync("img_000000000000000", new EditPlan { SourcePrompt = Source, TargetPrompt = Target, Strength = double.PositiveInfinity }));

        var records = Records(house);
        Assert.Equal([AuditOutcome.Started, AuditOutcome.Failed, AuditOutcome.Failed], records.Select(record => record.Outcome));
        Assert.Equal(("NaN", "Infinity"), ((string?)records[1].Arguments["guidance"], (string?)records[2].Arguments["plan"]!["strength"]));
    }

    [Fact]
    public void The_words_of_a_plan_are_hidden_wherever_they_stand()
    {
        var plan = new EditPlan
        {
            SourcePrompt = Source,
            TargetPrompt = Target,
            Sampler = "house",
            DirectInversion = new DirectInversionSetting
            {
                Control = AttentionControl.PromptToPrompt,
                WordWeights = new Dictionary<string, double> { ["house"] = 2 },
                WordSteps = new Dictionary<string, double> { ["grass"] = 0.4 },
                BlendWords = ["house", "sky"],
            },
        };

        var hidden = RecordedArguments.Create([new("plan", plan)], includeWords: false).ToJsonString();
        var shown = RecordedArguments.Create([new("plan", plan)], includeWords: true).ToJsonString();

        Assert.All(Words, word => Assert.DoesNotContain(word, hidden, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("prompt-to-prompt", hidden, StringComparison.Ordinal);
        Assert.Contains("\"house\":2", shown, StringComparison.Ordinal);
    }

    private static async Task<EditResult> EditAsync(EditingHouse house) => await house.Service.Editor.EditAsync((await ProposeAsync(house)).Id);

    private static async Task<EditProposal> ProposeAsync(EditingHouse house)
    {
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 3, Steps = 10 });
        return await house.Service.Editor.ProposeAsync(made.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Target, Request = "make it blue", Steps = 20 });
    }

    private static IReadOnlyList<AuditRecord> Records(EditingHouse house)
    {
        var trail = house.Get<AuditLog>().Read(100);
        Assert.Empty(trail.Breaks);
        return trail.Records;
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<EditProgress>
    {
        public void Report(EditProgress value) => stop.Cancel();
    }
}
