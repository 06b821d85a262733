using System.Text;
using Microsoft.Playwright;

// dotnet run --project tools/web/screenshots -- LINK CHROMIUM docs/page
// LINK is what `belm serve` prints, with the key; CHROMIUM a Chromium's path. Use a fresh library (--library), with no other edit under way.
if (args is not [var link, var chromium, var folder])
{
    Console.Error.WriteLine("Give the page's link with its key, the path of a Chromium, and a folder for the pictures.");
    return 2;
}

const string Table = """
    image,request,attempts
    beach.png,make the car blue,1
    beach.png,make it night,1
    garden.png,make it night,1
    robot.png,make the robot wooden,1
    robot.png,make it nicer,1
    gift.png,make the gift golden,1
    gift.png,make the face surprised,1
    castle.png,make it sunset,1
    """;
var samples = Path.Combine(Environment.CurrentDirectory, "samples");
if (!File.Exists(Path.Combine(samples, "castle.png")) || !Directory.Exists(folder))
{
    Console.Error.WriteLine("Run it in the repository's root, with a folder that exists.");
    return 2;
}

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [] });
var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 }, ReducedMotion = ReducedMotion.Reduce, ColorScheme = ColorScheme.Light });
page.SetDefaultTimeout(120_000);

await page.GotoAsync(link);
await page.Locator(".sample img").Nth(2).WaitForAsync();
await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
await SaveAsync("first-visit");

await page.GetByRole(AriaRole.Button, new() { Name = "Open A car and a cat" }).ClickAsync();
await page.Locator("#request").WaitForAsync();
await SayAsync("make the car blue");
await page.Locator("#approve").WaitForAsync();
await SaveAsync("plan");
await page.Locator("#approve").ClickAsync();
await page.Locator("belm-progress").WaitForAsync();
await page.GetByText("step 1").First.WaitForAsync();
await SaveAsync("running");
await EndAsync(2);
await SlideAsync(25);
await SaveAsync("done");

await EditAsync("make it night", 3);
await SayAsync("undo");
await page.GetByText("Back to image 2").First.WaitForAsync();
await EditAsync("make the car yellow", 4);
await SlideAsync(25);
await SaveAsync("versions");

await page.GetByRole(AriaRole.Button, new() { Name = "Mask" }).ClickAsync();
await page.Locator(".sheet canvas").WaitForAsync();
var box = await page.Locator(".sheet canvas").BoundingBoxAsync() ?? throw new InvalidOperationException("There is no canvas to paint on.");
await page.Mouse.MoveAsync(box.X + (box.Width * .16f), box.Y + (box.Height * .72f));
await page.Mouse.DownAsync();
for (var x = .16f; x <= .42f; x += .02f)
{
    await page.Mouse.MoveAsync(box.X + (box.Width * x), box.Y + (box.Height * (.72f + (.04f * MathF.Sin(x * 60)))));
}

await page.Mouse.UpAsync();
await SaveAsync("mask");
await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
await SlideAsync(25);
await page.WaitForTimeoutAsync(500);
await SaveAsync("dark");
await page.SetViewportSizeAsync(320, 640);
await page.WaitForTimeoutAsync(500);
await SaveAsync("narrow");
await page.SetViewportSizeAsync(1280, 860);
await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });

await page.GetByRole(AriaRole.Button, new() { Name = "Batches" }).ClickAsync();
await page.GetByLabel("Choose files").SetInputFilesAsync(
[
    new() { Name = "autumn.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Table) },
    .. ((string[])["beach", "robot", "gift", "castle"]).Select(name => new FilePayload { Name = $"{name}.png", MimeType = "image/png", Buffer = File.ReadAllBytes(Path.Combine(samples, $"{name}.png")) }),
]);
await page.GetByRole(AriaRole.Button, new() { Name = "Approve 6 edits" }).ClickAsync();
await page.Locator(".batchrows tbody tr").Filter(new() { HasText = "Passed" }).Nth(1).WaitForAsync();
await SaveAsync("batch");
return 0;

async Task SayAsync(string text)
{
    await page.Locator("#request").FillAsync(text);
    await page.Locator("#request").PressAsync("Enter");
}

async Task EditAsync(string text, int version)
{
    await SayAsync(text);
    await page.Locator("#approve").ClickAsync();
    await EndAsync(version);
}

async Task EndAsync(int version)
{
    await page.GetByRole(AriaRole.Treeitem).Nth(version - 1).WaitForAsync();
    await page.WaitForFunctionAsync("() => !document.querySelector('.thinking, belm-progress')");
    await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    await page.WaitForFunctionAsync("() => [...document.images].every(image => image.complete)");
    await page.WaitForTimeoutAsync(500);
}

async Task SlideAsync(int percent) =>
    await page.Locator("input.slide").First.EvaluateAsync("(slide, value) => { slide.value = value; slide.dispatchEvent(new Event('input', { bubbles: true })); }", percent);

async Task SaveAsync(string name) => await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
