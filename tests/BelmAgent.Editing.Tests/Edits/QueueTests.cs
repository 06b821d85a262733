using System.Collections.Concurrent;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Edits;

public sealed class QueueTests : IDisposable
{
    private readonly EditingHouse _house = new();

    [Fact]
    public async Task Eight_requests_at_once_are_served_in_the_order_in_which_they_came()
    {
        var order = new ConcurrentQueue<int>();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => StartAsync(i, order)));

        Assert.Equal(Enumerable.Range(0, 8), order);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long?)i), results.Select(result => (long?)result.Seed));
    }

    [Fact]
    public async Task Cancelling_one_that_runs_and_one_that_waits_changes_nothing_for_the_others()
    {
        var alone = await PixelsAsync((await StartAsync(5, [])).ImageId);
        var order = new ConcurrentQueue<int>();
        using var stop = new CancellationTokenSource();
        var requests = Enumerable.Range(0, 8).Select(i => StartAsync(i, order, i is 0 or 3 ? stop : null, stopAtFirstStep: i == 0)).ToList();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => requests[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => requests[3]);
        await Task.WhenAll(requests.Where((_, i) => i is not (0 or 3)));

        Assert.Equal([0, 1, 2, 4, 5, 6, 7], order);
        Assert.Equal(alone, await PixelsAsync((await requests[5]).ImageId));
    }

    [Fact]
    public async Task Eight_edits_at_once_give_what_each_gives_alone_whichever_is_cancelled()
    {
        var picture = (await StartAsync(5, [])).Picture;
        string[] colors = ["blue", "green", "yellow", "white", "black", "orange", "purple", "pink"];
        var alone = new List<byte[]>();
        foreach (var color in colors)
        {
            alone.Add(await PixelsAsync((await EditAsync(picture.Id, color)).ImageId));
        }

        using var stop = new CancellationTokenSource();
        var edits = colors.Select((color, i) => EditAsync(picture.Id, color, i is 0 or 3 ? stop : null, stopAtFirstStep: i == 0)).ToList();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => edits[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => edits[3]);
        foreach (var i in Enumerable.Range(0, colors.Length).Except([0, 3]))
        {
            Assert.Equal(alone[i], await PixelsAsync((await edits[i]).ImageId));
        }
    }

    public void Dispose() => _house.Dispose();

    private async Task<EditResult> EditAsync(string imageId, string color, CancellationTokenSource? stop = null, bool stopAtFirstStep = false)
    {
        var token = stop?.Token ?? default;
        var plan = new EditPlan { SourcePrompt = "a red house", TargetPrompt = $"a {color} house", Steps = 4, Attempts = 1 };
        var proposal = await _house.Service.Editor.ProposeAsync(imageId, plan, token);
        return await _house.Service.Editor.EditAsync(proposal.Id, new Told(() => (stopAtFirstStep ? stop : null)?.Cancel()), token);
    }

    private Task<GenerateResult> StartAsync(int number, ConcurrentQueue<int> order, CancellationTokenSource? stop = null, bool stopAtFirstStep = false) =>
        _house.Service.Generator.GenerateAsync(
            new GenerateRequest { Prompt = "a red house", Seed = number, Steps = 4 },
            new Told(() =>
            {
                if (!order.Contains(number))
                {
                    order.Enqueue(number);
                }

                if (stopAtFirstStep)
                {
                    stop!.Cancel();
                }
            }),
            stop?.Token ?? default);

    private async Task<byte[]> PixelsAsync(string imageId) =>
        (await _house.Get<PictureLibrary>().ReadImageAsync(imageId, default)).Pixels.ToArray();

    private sealed class Told(Action action) : IProgress<EditProgress>
    {
        public void Report(EditProgress value) => action();
    }
}
