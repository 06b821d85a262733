using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BelmAgent.Web.Tests.Page;

/// <summary>From a picture to an edited one.</summary>
[Collection(PageTests.Name)]
public sealed class EditPageTests(Browser browser)
{
    private const string Drop = """
        ({ bytes, name, type, how }) => {
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, { type }));
            document.body.dispatchEvent(how === 'drop'
                ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
                : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """;

    [Fact]
    public async Task A_newcomer_has_an_edited_picture_after_two_clicks()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();

        await page.Page.Locator(".sample .chip", new PageLocatorOptions { HasText = "make the house blue" }).ClickAsync();
        await Expect(page.Page.Locator(".plan del")).ToContainTextAsync("removed: red");
        await Expect(page.Page.Locator(".plan ins")).ToContainTextAsync("added: blue");
        await Expect(page.Approve).Not.ToBeFocusedAsync();
        await page.CheckViewAsync();
        await page.Approve.ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".pane .badge")).ToHaveTextAsync("Preview");
        await page.WaitForVersionAsync(2);
        await Expect(page.Versions.Nth(1)).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.Page.Locator(".caption")).ToContainTextAsync("Passed");
        await page.CheckViewAsync();
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("paste")]
    public async Task A_picture_that_is_dropped_or_pasted_is_opened(string how)
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        var bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "house.png")));

        await page.Page.EvaluateAsync(Drop, new { bytes, name = "notes.txt", type = "text/plain", how });
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Use a PNG, JPEG or WebP file.");
        await page.Page.EvaluateAsync(Drop, new { bytes, name = "house.png", type = "image/png", how });
        await Expect(page.Page.Locator("belm-compare img")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".talk")).ToContainTextAsync("I see a red house");

        // A second picture asks where it belongs.
        await page.Page.EvaluateAsync(Drop, new { bytes, name = "other.png", type = "image/png", how });
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Bring it into this conversation" }).ClickAsync();
        await page.WaitForVersionAsync(2);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        var keyboard = page.Page.Keyboard;
        for (var k = 0; k < 40 && await page.Page.EvaluateAsync<string>("() => document.activeElement.textContent") != "make the house blue"; k++)
        {
            await keyboard.PressAsync("Tab");
        }

        await keyboard.PressAsync("Enter");
        await page.Page.Locator("#approve:focus").WaitForAsync();
        await keyboard.PressAsync("Enter");
        await page.WaitForVersionAsync(2);

        await Expect(page.Request).ToBeFocusedAsync();
        await keyboard.TypeAsync("make it night");
        await keyboard.PressAsync("Enter");
        await page.Page.Locator("#approve:focus").WaitForAsync();
        await keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator(".plan")).ToHaveCountAsync(0);
        await Expect(page.Versions).ToHaveCountAsync(2);

        await page.Page.Locator("[role=treeitem][tabindex='0']").FocusAsync();
        await keyboard.PressAsync("Control+z");
        await Expect(page.Versions.First).ToHaveAttributeAsync("aria-current", "true");
        await keyboard.PressAsync("Control+Shift+z");
        await Expect(page.Versions.Nth(1)).ToHaveAttributeAsync("aria-current", "true");
        await keyboard.PressAsync("2");
        await Expect(page.Page.Locator(".panes.side .pane")).ToHaveCountAsync(2);
        await keyboard.PressAsync("?");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Keyboard");
        await page.CheckViewAsync();
        await keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_question_is_answered_and_a_plan_is_changed()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.OpenSampleAsync();

        await page.SayAsync("make the house pink");
        await Expect(page.Page.Locator(".question")).ToContainTextAsync("What should it be instead?");
        await Expect(page.Request).ToHaveAttributeAsync("placeholder", "Your answer…");
        await page.CheckViewAsync();
        await page.SayAsync("green");
        await Expect(page.Page.Locator(".plan ins")).ToContainTextAsync("green");

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change" }).ClickAsync();
        await page.Page.GetByLabel("What the picture should show").FillAsync("a purple house on the left, on water, under a blue sky, with a cloud");
        await page.Page.GetByLabel("Steps").FillAsync("10");
        await page.CheckViewAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run with these" }).ClickAsync();
        await page.WaitForVersionAsync(2);

        var made = (await page.ReadSessionAsync())["pictures"]![1]!;
        var plan = (await browser.Server.Client.GetAsync((string)made["links"]!["self"]!)).Ok()["recipe"]!["plan"]!;
        Assert.Equal((10, "a purple house on the left, on water, under a blue sky, with a cloud"), ((int)plan["steps"]!, (string)plan["target_prompt"]!));
    }

    [Fact]
    public async Task Cancelling_keeps_the_attempt_that_has_finished()
    {
        // Many steps, so that the second attempt lasts until it is cancelled.
        await using var server = new BelmServer(null, services => services
            .Configure<EditingOptions>(options => options.Steps = 80)
            .Configure<BelmOptions>(options => options.Wait = TimeSpan.FromMinutes(10)));
        await server.InitializeAsync();
        await using var page = await (await browser.OpenAsync(server: server)).SignInAsync();
        await page.OpenSampleAsync();

        // Through a slit of a mask the house stays red for the most part, so the check asks for another attempt.
        var image = (string)(await page.ReadSessionAsync())["current"]!;
        var mask = await MaskPageTests.SendMaskAsync(server, image, 128, 128, (x, y) => x is >= 10 and < 45 && y is >= 84 and < 96);
        (await server.Client.PutAsync($"api/v1/sessions/{page.SessionId}/mask", JsonContent.Create(new { mask_id = mask }))).Ok();
        await Expect(page.Page.GetByText("Only the painted part changes")).ToBeVisibleAsync();
        await page.SayAsync("make the house green");
        await page.Approve.ClickAsync();
        await Expect(page.Page.Locator(".facts")).ToContainTextAsync("attempt 2 of 3", new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();

        await page.WaitForVersionAsync(2);
        await Expect(page.Page.Locator(".turn").Last).ToContainTextAsync("Stopped. The best of");
        Assert.Equal("edited", (string)(await page.ReadSessionAsync())["pictures"]![1]!["kind"]!);
    }

    [Fact]
    public async Task Downloads_keep_the_recipe_or_leave_it_out()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.OpenSampleAsync("car");
        await page.EditAsync("make it night", 2);
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Recipe and download" }).ClickAsync();
        await Expect(page.Page.Locator("belm-recipe .rows")).ToContainTextAsync("ddim");
        await page.CheckViewAsync();

        Assert.Contains("make it night", await DownloadAsync("PNG with recipe"), StringComparison.Ordinal);
        Assert.DoesNotContain("make it night", await DownloadAsync("PNG without recipe"), StringComparison.Ordinal);
        var recipe = JsonNode.Parse(await DownloadAsync("Recipe alone"))!;
        Assert.Equal("make it night", (string)recipe["plan"]!["request"]!);

        async Task<string> DownloadAsync(string name)
        {
            var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name }).ClickAsync());
            return await File.ReadAllTextAsync(await download.PathAsync());
        }
    }
}
