using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Editing.Tests.Edits;

namespace BelmAgent.Editing.Tests.Jobs;

public sealed class EditJobsTests : IDisposable
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Target = "a blue house on the left, on grass, under a blue sky";
    private readonly EditingHouse _house = new();

    private IEditJobs Jobs => _house.Get<IEditJobs>();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_job_runs_by_itself_and_says_how_far_it_is()
    {
        using var half = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var proposal = await ProposeAsync(steps: 12);
        var job = await Jobs.StartAsync(proposal, new SynchronousProgress(report =>
        {
            if (report is { Stage: "edit", Step: 6 })
            {
                half.Release();
                goOn.Wait();
            }
        }));

        await half.WaitAsync();
        var running = await Jobs.WaitAsync(job.Id, TimeSpan.Zero);
        goOn.Release();
        var ended = await Jobs.WaitAsync(job.Id, TimeSpan.FromMinutes(5));

        Assert.Equal((EditJobState.Running, "edit", 6, 12, 1), (running.State, running.Stage, running.Step, running.Steps, running.Attempt));
        Assert.Equal(EditJobState.Succeeded, ended.State);
        Assert.Equal(Target, (await _house.Service.Images.GetAsync(ended.Result!.ImageId)).Recipe.Caption);
        Assert.Equal(ended.State, Jobs.Cancel(job.Id).State);
    }

    [Fact]
    public async Task A_cancelled_job_changes_nothing_and_gives_the_device_back()
    {
        using var begun = new SemaphoreSlim(0);
        var job = await Jobs.StartAsync(await ProposeAsync(steps: 500), new SynchronousProgress(_ => begun.Release()));
        await begun.WaitAsync();

        Jobs.Cancel(job.Id);
        var ended = await Jobs.WaitAsync(job.Id, TimeSpan.FromMinutes(5));

        Assert.Equal((EditJobState.Cancelled, null), (ended.State, ended.Result));
        var next = await Jobs.StartAsync(await ProposeAsync(steps: 4));
        Assert.Equal(EditJobState.Succeeded, (await Jobs.WaitAsync(next.Id, TimeSpan.FromMinutes(5))).State);
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_stop_the_job()
    {
        using var stop = new CancellationTokenSource();
        var job = await Jobs.StartAsync(await ProposeAsync(steps: 12));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Jobs.WaitAsync(job.Id, TimeSpan.FromMinutes(5), stop.Token));

        Assert.Equal(EditJobState.Succeeded, (await Jobs.WaitAsync(job.Id, TimeSpan.FromMinutes(5))).State);
    }

    [Fact]
    public async Task A_failure_is_told_to_whoever_asks()
    {
        var proposal = await ProposeAsync(steps: 4);
        foreach (var file in Directory.GetFiles(_house.Get<PictureLibrary>().Folder))
        {
            File.WriteAllText(file, "no picture");
        }

        var job = await Jobs.StartAsync(proposal);
        var ended = await Jobs.WaitAsync(job.Id, TimeSpan.FromMinutes(5));

        Assert.Equal(EditJobState.Failed, ended.State);
        Assert.NotNull(ended.Error);
    }

    [Fact]
    public async Task Nothing_starts_without_approval()
    {
        using var house = new EditingHouse(ApprovalMode.Required, approver: new RefusingApprover());
        var picture = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 4 });
        var proposal = await house.Service.Editor.ProposeAsync(picture.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Target });

        Assert.Equal("not_approved", (await Assert.ThrowsAsync<BelmException>(() => house.Get<IEditJobs>().StartAsync(proposal.Id))).Code);
        Assert.Equal("proposal_not_found", (await Assert.ThrowsAsync<BelmException>(() => house.Get<IEditJobs>().StartAsync(proposal.Id))).Code);
    }

    [Fact]
    public async Task An_unknown_job_names_those_that_are_known()
    {
        var job = await Jobs.StartAsync(await ProposeAsync(steps: 4));

        Assert.Equal([job.Id], Assert.Throws<BelmException>(() => Jobs.Get("job_9")).KnownIds);
        await Jobs.WaitAsync(job.Id, TimeSpan.FromMinutes(5));
    }

    private async Task<string> ProposeAsync(int steps)
    {
        var picture = await _house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 4 });
        return (await _house.Service.Editor.ProposeAsync(picture.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Target, Steps = steps })).Id;
    }
}
