using Microsoft.Playwright;

namespace BelmAgent.Web.Tests.Page;

/// <summary>A server and a Chromium for all tests of the page; where there is no Chromium, they say so and are skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public BelmServer Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        if (FindChromium() is { } path)
        {
            _playwright = await Playwright.CreateAsync();
            // Chromium has no sandbox for root, as whom containers often run.
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Opens a page in a context of its own.</summary>
    internal async Task<BelmPage> OpenAsync(BrowserNewContextOptions? options = null, BelmServer? server = null)
    {
        Assert.SkipWhen(_browser is null, $"There is no Chromium on this machine. Install Debian's package chromium, or put one of {string.Join(", ", Names)} on the path.");
        options ??= new BrowserNewContextOptions();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 800 };
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await _browser.NewContextAsync(options);
        return await BelmPage.CreateAsync(context, server ?? Server);
    }

    private static string? FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

/// <summary>The tests that share a browser; one after the other, since they also share a server's one queue.</summary>
[CollectionDefinition(Name)]
public sealed class PageTests : ICollectionFixture<Browser>
{
    public const string Name = "page";
}
