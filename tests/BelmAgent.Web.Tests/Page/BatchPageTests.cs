using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BelmAgent.Web.Tests.Page;

/// <summary>Many edits at once: a table that is dropped, its faults, its approval, its pictures.</summary>
[Collection(PageTests.Name)]
public sealed class BatchPageTests(Browser browser)
{
    private const string Table = "image,request,steps,attempts\nhouse.png,make the house blue,4,1\nhouse.png,make it nicer,4,1\ngarden.png,make it night,4,1\n";

    [Fact]
    public async Task A_table_with_its_pictures_becomes_a_batch_that_is_approved_as_a_whole()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Batches" }).ClickAsync();
        await page.Page.GetByLabel("Choose files").SetInputFilesAsync(
        [
            new FilePayload { Name = "jobs.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(Table) },
            new FilePayload { Name = "house.png", MimeType = "image/png", Buffer = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "house.png")) },
        ]);

        await Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "jobs.csv" })).ToBeVisibleAsync();
        await Expect(Row(3)).ToContainTextAsync("row 3, column image: 'garden.png' is no id");
        await Expect(Row(2)).ToContainTextAsync("Unclear");
        await Expect(Row(1)).ToContainTextAsync("Planned");

        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Approve 1 edit" }).PressAsync("Enter");
        await Expect(page.Page.Locator(".sectionhead .state")).ToHaveTextAsync("Ended", new LocatorAssertionsToHaveTextOptions { Timeout = 120_000 });
        await Expect(Row(1)).ToContainTextAsync("1 attempt");
        await page.Page.SetViewportSizeAsync(320, 800);
        await page.CheckViewAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "All batches" }).ClickAsync();
        await Expect(page.Page.Locator(".batchline").First).ToContainTextAsync("3 of 3");
        await page.CheckViewAsync();

        await page.Page.Locator(".batchline").First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open the picture after of row 1" }).ClickAsync();
        await page.Request.WaitForAsync();

        ILocator Row(int n) => page.Page.Locator($".batchrows tbody tr:nth-child({n})");
    }

    [Fact]
    public async Task Two_tables_at_once_are_refused()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Batches" }).ClickAsync();
        await page.Page.GetByLabel("Choose files").SetInputFilesAsync(
            [.. ((string[])["a.csv", "b.csv"]).Select(name => new FilePayload { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(Table) })]);

        await Expect(page.Page.GetByRole(AriaRole.Alert).Filter(new LocatorFilterOptions { HasText = "“a.csv” and “b.csv” are two tables" })).ToBeVisibleAsync();
        Assert.DoesNotContain("b=bat_", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_pictures_that_are_dropped_are_edited_alike()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        var picture = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "boat.png"));
        await page.Page.GetByLabel("Choose a picture").SetInputFilesAsync(
            [.. ((string[])["a.png", "b.png"]).Select(name => new FilePayload { Name = name, MimeType = "image/png", Buffer = picture })]);
        var request = page.Page.GetByLabel("What should change in all of them?");
        await Expect(request).ToBeFocusedAsync();
        await page.CheckViewAsync();
        await request.FillAsync("make the boat green");
        await request.PressAsync("Enter");

        await Expect(page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Approve 2 edits" })).ToBeVisibleAsync();
        var id = page.Page.Url.Split("?b=")[1];
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await Expect(page.Page.Locator(".sectionhead .state")).ToHaveTextAsync("Ended");
        Assert.Equal(2, (int)(await JsonAsync($"api/v1/batches/{id}"))["rows"]!["cancelled"]!);
    }

    private async Task<JsonNode> JsonAsync(string path) => (await browser.Server.Client.GetAsync(path)).Ok();
}
