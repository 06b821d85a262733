using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BelmAgent.Web.Tests.Page;

/// <summary>The page shows what the server has, however answers and events cross on their way.</summary>
[Collection(PageTests.Name)]
public sealed class StreamPageTests(Browser browser)
{
    // Hears only what a test says.
    private const string Deaf = """
        window.EventSource = class extends EventTarget {
            static CLOSED = 2;
            readyState = 1;
            constructor() { super(); window.stream = this; setTimeout(() => this.onopen?.()); }
            close() {}
        };
        """;

    [Fact]
    public async Task A_plan_that_was_proposed_before_the_stream_was_open_is_shown()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        var isOpen = new TaskCompletionSource();
        await page.Page.RouteAsync("**/api/v1/sessions/*/events", async route =>
        {
            await isOpen.Task;
            await route.ContinueAsync();
        });
        await page.Page.RouteAsync("**/api/v1/sessions/*", route => isOpen.Task.IsCompleted ? route.ContinueAsync() : WithoutPlanAsync(route));

        await page.OpenSampleAsync();
        await page.SayAsync("make the house blue");
        await UntilProposedAsync(page);
        await Expect(page.Page.Locator(".thinking")).ToBeVisibleAsync();
        isOpen.SetResult();

        await Expect(page.Approve).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_answer_from_before_the_proposal_does_not_hide_the_plan()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.AddInitScriptAsync(Deaf);
        await page.SignInAsync();
        await page.OpenSampleAsync();
        var (isAsked, isHeard) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isSlow = false;
        await page.Page.RouteAsync("**/api/v1/sessions/*", async route =>
        {
            if (isHeard.Task.IsCompleted)
            {
                await route.ContinueAsync();
                return;
            }

            if (isSlow)
            {
                isAsked.TrySetResult();
                await isHeard.Task;
            }

            await WithoutPlanAsync(route);
        });
        await page.SayAsync("make the house blue");
        var proposal = await UntilProposedAsync(page);
        await Expect(page.Page.Locator(".thinking")).ToBeVisibleAsync();

        isSlow = true;
        await page.Page.EvaluateAsync("() => window.stream.dispatchEvent(new MessageEvent('session.changed', { data: '{\"revision\":0}' }))");
        await isAsked.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await page.Page.EvaluateAsync(
            "data => window.stream.dispatchEvent(new MessageEvent('approval.requested', { data }))",
            new JsonObject { ["proposal_id"] = (string)proposal["proposal_id"]!, ["proposal"] = proposal.DeepClone() }.ToJsonString());
        await page.Page.RunAndWaitForRequestFinishedAsync(() =>
        {
            isHeard.SetResult();
            return Task.CompletedTask;
        });
        await page.Page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");

        await Expect(page.Approve).ToBeVisibleAsync();
    }

    private static async Task<JsonNode> UntilProposedAsync(BelmPage page)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            if ((await page.ReadSessionAsync())["turn"]?["approval"] is { } proposal)
            {
                return proposal;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    // As the server answered before it had a plan.
    private static async Task WithoutPlanAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var session = JsonNode.Parse(await answer.TextAsync())!;
        if (session["turn"] is JsonObject turn)
        {
            turn["approval"] = null;
        }

        await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = session.ToJsonString() });
    }
}
