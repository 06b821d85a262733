using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BelmAgent.Web.Tests.Page;

/// <summary>Versions, comparing them, and the same conversation seen from elsewhere.</summary>
[Collection(PageTests.Name)]
public sealed class VersionPageTests(Browser browser)
{
    [Fact]
    public async Task Two_edits_of_one_picture_become_branches_and_any_two_versions_are_compared()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.OpenSampleAsync();
        await page.EditAsync("make the house blue", 2);
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(page.Versions.First).ToHaveAttributeAsync("aria-current", "true");
        await page.EditAsync("make it night", 3);
        await Expect(page.Page.Locator(".branches > .branch")).ToHaveCountAsync(2);
        await Expect(page.Versions.Nth(1)).ToHaveAttributeAsync("aria-level", "2");
        await Expect(page.Versions.Nth(2)).ToHaveAttributeAsync("aria-level", "2");

        // What is looked at is what is edited: arrows look, Enter goes there.
        await page.Versions.Nth(2).FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Page.Locator(".notice")).ToContainTextAsync("version 2");
        await page.CheckViewAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Versions.Nth(1)).ToHaveAttributeAsync("aria-current", "true");

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Compare with…" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "3 make it night" }).First.ClickAsync();
        await Expect(page.Page.Locator(".caption")).ToContainTextAsync("compared with 3");
        await CheckModesAsync(page);
    }

    [Fact]
    public async Task A_reload_and_a_second_tab_in_the_middle_of_an_edit_lose_nothing()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.OpenSampleAsync();
        await page.SayAsync("make it night");
        await page.Approve.WaitForAsync();

        await using var other = await page.OpenTabAsync(page.Page.Url);
        await Expect(other.Page.Locator(".plan ins")).ToContainTextAsync("night");
        await page.Page.ReloadAsync();
        await page.Approve.WaitForAsync();
        await other.Approve.ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await page.Page.ReloadAsync();

        await page.WaitForVersionAsync(2);
        await other.WaitForVersionAsync(2);
        await Expect(page.Page.Locator(".request")).ToHaveTextAsync("You: make it night");
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_a_turn_is_told_and_the_request_is_offered_again()
    {
        var first = new BelmServer();
        await first.InitializeAsync();
        await using var page = await (await browser.OpenAsync(server: first)).SignInAsync();
        await page.OpenSampleAsync();
        await page.SayAsync("make it night");
        await page.Approve.WaitForAsync();

        await using var second = new BelmServer(first.Library);
        var stopping = first.App.StopAsync();
        await Expect(page.Page.Locator(".banner")).ToContainTextAsync("reconnect", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });
        await page.CheckViewAsync();
        await stopping;
        await second.InitializeAsync();

        await using var again = await (await browser.OpenAsync(server: second)).SignInAsync();
        await again.Page.Locator(".session").First.ClickAsync();
        await Expect(again.Versions).ToHaveCountAsync(1);
        await Expect(again.Page.Locator(".talk")).ToContainTextAsync("make it night");
        await again.EditAsync("make it night", 2);

        // Chromium itself reports that the first server is away; the page that waits for it is closed before it reports more.
        await page.Page.GotoAsync("about:blank");
        page.Forgive("Failed to load resource");
    }

    private static async Task CheckModesAsync(BelmPage page)
    {
        var slider = page.Page.GetByRole(AriaRole.Slider, new PageGetByRoleOptions { Name = "Before and after" });
        await slider.PressAsync("Home");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "100 % after");
        await slider.PressAsync("ArrowRight");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "99 % after");
        var pane = await page.Page.Locator(".pane").BoundingBoxAsync();
        await page.Page.Mouse.ClickAsync(pane!.X + (pane.Width / 2), pane.Y + 200);
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "50 % after");

        await ModeAsync("Side by side");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Zoom in" }).ClickAsync();
        var places = await page.Page.Locator(".sheet").EvaluateAllAsync<string[]>("sheets => sheets.map(s => s.getAttribute('style'))");
        Assert.Equal(2, places.Length);
        Assert.Equal(places[0], places[1]);
        await Expect(page.Page.Locator(".sheet.pixelated")).ToHaveCountAsync(2);

        await ModeAsync("Flip");
        await page.Page.Locator(".pane").FocusAsync();
        await page.Page.Keyboard.DownAsync(" ");
        await Expect(page.Page.Locator(".pane .badge")).ToHaveTextAsync("Before");
        await page.Page.Keyboard.UpAsync(" ");
        await Expect(page.Page.Locator(".pane .badge")).ToHaveTextAsync("After");

        await ModeAsync("Difference");
        await Expect(page.Page.Locator(".caption")).ToContainTextAsync("changed visibly");
        await page.CheckViewAsync();

        Task ModeAsync(string name) => page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name }).ClickAsync();
    }
}
