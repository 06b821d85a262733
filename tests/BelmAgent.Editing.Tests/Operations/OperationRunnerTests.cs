using System.Collections.Concurrent;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Audit;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Editing.Tests.Edits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Tests.Operations;

public sealed class OperationRunnerTests : IDisposable
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Secret = "a secret wish";
    private readonly TemporaryFolder _folder = new();
    private readonly ListLogger<OperationRunner> _logger = new(LogLevel.Debug);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_finds_is_not_recorded_what_reads_is_once_and_what_changes_twice()
    {
        var (runner, audit) = Create();

        foreach (var kind in Enum.GetValues<OperationKind>())
        {
            Assert.Equal(kind, await runner.RunAsync(new Operation($"{kind}", kind), _ => Task.FromResult(kind)));
        }

        Assert.Equal(
            [("Read", AuditOutcome.Ok), ("Change", AuditOutcome.Started), ("Change", AuditOutcome.Ok)],
            audit.Read(10).Records.Select(record => (record.Function, record.Outcome)));
    }

    [Fact]
    public async Task What_the_work_adds_is_in_the_record_also_when_it_fails_afterwards()
    {
        var (runner, audit) = Create();

        await Assert.ThrowsAsync<IOException>(() => runner.RunAsync<int>(new Operation("edit_image", OperationKind.Change), scope =>
        {
            scope.AddImage("img_1jf3k9x2ma7bqpz");
            scope.AddCost(7, "cpu");
            throw new IOException(Secret);
        }));

        var ended = audit.Read(10).Records[^1];
        Assert.Equal(("img_1jf3k9x2ma7bqpz", 7, AuditOutcome.Failed, "IOException"), (ended.ImageId, ended.UnetEvaluations, ended.Outcome, ended.Error));
        Assert.DoesNotContain(_logger.Messages, message => message.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_steps_ids_and_costs_are_its_own()
    {
        var (runner, audit) = Create();

        await runner.RunAsync(new Operation("edit_image", OperationKind.Change), scope => scope.StepAsync("invert", step =>
        {
            step.AddImage("img_1jf3k9x2ma7bqpz");
            step.AddCost(7, "cpu");
            return Task.FromResult(0);
        }));

        var ended = audit.Read(10).Records[^1];
        Assert.Equal((null, null), (ended.ImageId, ended.UnetEvaluations));
    }

    [Fact]
    public async Task What_was_refused_or_has_no_budget_left_never_begins()
    {
        var (runner, audit) = Create();
        var runs = 0;
        Task<int> Run(OperationScope scope) => Task.FromResult(++runs);

        await Assert.ThrowsAsync<BelmException>(() => runner.RunAsync(
            new Operation("edit_image", OperationKind.Change) { Approve = _ => throw EditErrors.NotApproved() }, Run));
        using (new TurnBudget(1).Enter())
        {
            TurnBudget.Spend();
            await Assert.ThrowsAsync<LimitExceededException>(() => runner.RunAsync(new Operation("generate_image", OperationKind.Change) { MakesImage = true }, Run));
        }

        Assert.Equal(0, runs);
        Assert.Equal(["not_approved", null, "limit_exceeded"], audit.Read(10).Records.Select(record => record.Error));
    }

    [Fact]
    public async Task A_generated_image_counts_against_the_turns_budget()
    {
        using var house = new EditingHouse();
        using var turn = new TurnBudget(1).Enter();
        await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Steps = 2 });

        await Assert.ThrowsAsync<LimitExceededException>(() => house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Steps = 2 }));
    }

    [Fact]
    public async Task A_critic_that_fails_is_logged_by_its_type_and_the_edit_is_kept()
    {
        using var house = new EditingHouse(configure: services =>
        {
            services.AddSingleton<IEditCritic>(new FailingCritic());
            services.AddSingleton<ILogger<OperationRunner>>(_logger);
        });
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 3, Steps = 4 });
        // The describer cannot read this prompt, so the critics are asked.
        var proposal = await house.Service.Editor.ProposeAsync(made.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = "a house of gingerbread", Steps = 4 });

        var edited = await house.Service.Editor.EditAsync(proposal.Id);

        Assert.Equal((null, null), (edited.Check.ShowsRequest, edited.Check.By));
        var logged = Assert.Single(_logger.Messages, message => message.Contains(nameof(FailingCritic), StringComparison.Ordinal));
        Assert.Contains(nameof(InvalidOperationException), logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_that_waits_for_its_answer_is_nobody_elses()
    {
        var (asked, answer) = (new ConcurrentQueue<string>(), new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        using var house = new EditingHouse(ApprovalMode.Required, configure: services => services.AddBelmApprover(async (proposal, _) =>
        {
            asked.Enqueue(proposal.Id);
            return await answer.Task;
        }));
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 3, Steps = 4 });
        var proposal = await house.Service.Editor.ProposeAsync(
            made.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = "a blue house on the left, on grass, under a blue sky", Steps = 4 });

        var edit = house.Service.Editor.EditAsync(proposal.Id);
        var other = await Assert.ThrowsAsync<BelmException>(() => house.Service.Editor.EditAsync(proposal.Id));
        answer.SetResult(true);

        Assert.Equal("proposal_not_found", other.Code);
        Assert.Equal(made.ImageId, (await edit).ParentId);
        Assert.Equal([proposal.Id], asked);
    }

    private (IOperationRunner Runner, AuditLog Audit) Create()
    {
        var audit = Audits.Open(_folder.Path);
        return (new OperationRunner(audit, new AuditOptions(), new TelemetryOptions(), _logger), audit);
    }

    private sealed class FailingCritic : IEditCritic
    {
        public ValueTask<EditCheck?> JudgeAsync(JudgedEdit edit, CancellationToken cancellationToken) => throw new InvalidOperationException(Secret);
    }
}
