using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BelmAgent.Web.Tests.Page;

/// <summary>A page of the app with the words that tests use. When it ends, the console and the content security policy must have stayed silent.</summary>
internal sealed partial class BelmPage : IAsyncDisposable
{
    private const int Patience = 60_000;
    private readonly IBrowserContext _context;
    private readonly BelmServer _server;
    private readonly ConcurrentQueue<string> _complaints = new();

    private BelmPage(IBrowserContext context, IPage page, BelmServer server) => (_context, Page, _server) = (context, page, server);

    public IPage Page { get; }

    public ILocator Approve => Page.Locator("#approve");

    public ILocator Request => Page.Locator("#request");

    public ILocator Versions => Page.GetByRole(AriaRole.Treeitem);

    public string SessionId => SessionInAddress().Match(Page.Url).Groups[1].Value;

    public static async Task<BelmPage> CreateAsync(IBrowserContext context, BelmServer server)
    {
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = new BelmPage(context, await context.NewPageAsync(), server);
        await page.WatchAsync();
        return page;
    }

    /// <summary>Opens another tab that is signed in like this one.</summary>
    public async Task<BelmPage> OpenTabAsync(string address)
    {
        var tab = new BelmPage(_context, await _context.NewPageAsync(), _server);
        await tab.WatchAsync();
        await tab.Page.GotoAsync(address);
        return tab;
    }

    /// <summary>Follows the link that the server prints.</summary>
    public async Task<BelmPage> SignInAsync()
    {
        await Page.GotoAsync($"{_server.Url}#key={_server.Key}");
        await Page.Locator(".sample img").First.WaitForAsync();
        Assert.DoesNotContain("key", Page.Url, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Opens a sample by its picture.</summary>
    public async Task OpenSampleAsync(string title = "house")
    {
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = $"Open A {title}" }).ClickAsync();
        await Request.WaitForAsync();
    }

    /// <summary>Asks by keyboard.</summary>
    public async Task SayAsync(string text)
    {
        await Request.FillAsync(text);
        await Request.PressAsync("Enter");
    }

    /// <summary>Asks, approves by keyboard where the plan has the focus, and waits for the version that comes.</summary>
    public async Task EditAsync(string text, int version)
    {
        await SayAsync(text);
        await Page.Locator("#approve:focus").WaitForAsync();
        await Page.Keyboard.PressAsync("Enter");
        await WaitForVersionAsync(version);
    }

    public async Task WaitForVersionAsync(int version)
    {
        await Assertions.Expect(Versions).ToHaveCountAsync(version, new LocatorAssertionsToHaveCountOptions { Timeout = Patience });
        await Page.Locator("belm-compare .sheet img").First.WaitForAsync();
        await Page.WaitForFunctionAsync("() => !document.querySelector('.thinking, belm-progress')");
    }

    /// <summary>Reads the conversation as the server has it.</summary>
    public async Task<JsonNode> ReadSessionAsync() => (await _server.Client.GetAsync($"api/v1/sessions/{SessionId}")).Ok();

    /// <summary>Checks that axe finds nothing to object to, and that nothing runs off the side.</summary>
    public async Task CheckViewAsync()
    {
        // A card that is just fading in has no contrast yet.
        await Page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().iterations === Infinity)");
        var result = await Page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(Describe)));
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
    }

    /// <summary>Lets the page say what a test expects it to say.</summary>
    public void Forgive(string part)
    {
        var kept = _complaints.Where(complaint => !complaint.Contains(part, StringComparison.Ordinal)).ToList();
        _complaints.Clear();
        kept.ForEach(_complaints.Enqueue);
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        if (_context.Pages.Count == 0)
        {
            await _context.DisposeAsync();
        }

        Assert.True(_complaints.IsEmpty, string.Join('\n', _complaints));
    }

    private async Task WatchAsync()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        Page.PageError += (_, error) => _complaints.Enqueue($"error: {error}");
        await Page.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`));");
    }

    private static string Describe(AxeResultItem item) => $"{item.Id}: {item.Help} {string.Join(", ", item.Nodes.Select(node => node.Html))}";

    [GeneratedRegex(@"[?&]s=([^&#]+)")]
    private static partial Regex SessionInAddress();
}
