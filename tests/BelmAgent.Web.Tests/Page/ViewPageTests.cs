using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BelmAgent.Web.Tests.Page;

/// <summary>Every view, small and large, light and dark: axe objects to nothing, and nothing runs off the side.</summary>
[Collection(PageTests.Name)]
public sealed class ViewPageTests(Browser browser)
{
    [Theory]
    [InlineData(320, ColorScheme.Dark, ForcedColors.None, "Recipe and download", "Compare with…", "Settings", "Keyboard map")]
    [InlineData(768, ColorScheme.Light, ForcedColors.None)]
    [InlineData(1440, ColorScheme.Dark, ForcedColors.Active, "Settings")]
    public async Task Views_are_accessible(int width, ColorScheme scheme, ForcedColors colors, params string[] dialogs)
    {
        await using var page = await (await browser.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ColorScheme = scheme,
            ForcedColors = colors,
        })).SignInAsync();
        await page.CheckViewAsync();
        await page.OpenSampleAsync();
        await page.CheckViewAsync();
        await page.SayAsync("make it night");
        await page.Approve.WaitForAsync();
        await page.CheckViewAsync();
        await Button("Refuse").ClickAsync();
        await Expect(page.Page.Locator(".plan")).ToHaveCountAsync(0);

        await Button("Mask").ClickAsync();
        await Button("Rectangle").ClickAsync();
        await page.CheckViewAsync();
        await page.Page.Locator(".masktools").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        foreach (var name in dialogs)
        {
            await Button(name).ClickAsync();
            await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await page.CheckViewAsync();
            await Button("Close").ClickAsync();
        }

        ILocator Button(string name) => page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });
    }

    [Fact]
    public async Task A_page_without_a_key_asks_for_one()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.GotoAsync(browser.Server.Url.ToString());
        var key = page.Page.GetByLabel("Key or link");
        await Expect(key).ToBeFocusedAsync();
        await page.CheckViewAsync();
        await key.FillAsync("not a key");
        await key.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await key.FillAsync($"{browser.Server.Url}#key={browser.Server.Key}");
        await key.PressAsync("Enter");
        await page.Page.Locator(".sample img").First.WaitForAsync();
        // Chromium reports each answer of 401 or 403 by itself.
        page.Forgive("Failed to load resource");
    }

    [Fact]
    public async Task Exactness_comes_in_words_before_numbers()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.OpenSampleAsync("boat");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Locator(".brand").FocusAsync();
        await page.Page.Keyboard.PressAsync("x");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Measure this picture" }).ClickAsync();
        await Expect(page.Page.Locator(".verdict")).ToHaveTextAsync("It comes back exactly.", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await Expect(page.Page.Locator(".histogram")).ToBeHiddenAsync();
        await page.Page.Locator("summary").ClickAsync();
        await Expect(page.Page.Locator(".histogram rect")).ToHaveCountAsync(32);
        await page.CheckViewAsync();
    }
}
