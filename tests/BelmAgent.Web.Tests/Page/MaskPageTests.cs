using System.Net.Http.Headers;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BelmAgent.Web.Tests.Page;

/// <summary>Masks: what is painted lands on the right pixels, and only they change.</summary>
[Collection(PageTests.Name)]
public sealed class MaskPageTests(Browser browser)
{
    [Theory]
    [InlineData("mouse", 1.5f)]
    [InlineData("touch", 2.0f)]
    public async Task A_stroke_on_a_zoomed_page_lands_on_the_right_pixels(string by, float scale)
    {
        await using var page = await (await browser.OpenAsync(new BrowserNewContextOptions { DeviceScaleFactor = scale, HasTouch = by == "touch", ViewportSize = new ViewportSize { Width = 760, Height = 900 } })).SignInAsync();
        await page.OpenSampleAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Mask" }).ClickAsync();
        await page.Page.Locator("#zoom").ClickAsync();

        // From (40, 84) to (60, 84) of the picture's own pixels, wherever those are on the screen.
        var points = await page.Page.Locator(".sheet canvas").EvaluateAsync<float[]>("canvas => { const box = canvas.getBoundingClientRect(); return [40.5, 60.5].flatMap(x => [box.left + (x / canvas.width * box.width), box.top + (84.5 / canvas.height * box.height)]); }");
        await (by == "mouse" ? MouseAsync(page.Page, points) : TouchAsync(page.Page, points));
        await Expect(page.Page.Locator(".pane .badge.end")).ToContainTextAsync("painted");
        var size = float.Parse(await page.Page.Locator(".amount output").First.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await page.CheckViewAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Use mask" }).ClickAsync();
        await Expect(page.Page.GetByText("Only the painted part changes")).ToBeVisibleAsync();

        var session = await page.ReadSessionAsync();
        var mask = await ReadAsync((string)session["mask"]!["links"]!["file"]!);
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                var distance = Math.Sqrt(Math.Pow(x - Math.Clamp(x, 40, 60), 2) + Math.Pow(y - 84, 2));
                if (Math.Abs(distance - (size / 2)) > 1.5)
                {
                    Assert.True(IsWhite(mask, x, y) == (distance < size / 2), $"({x}, {y}) is {(IsWhite(mask, x, y) ? "painted" : "not painted")}, {distance:F1} from the stroke of {size}");
                }
            }
        }

        await page.EditAsync("make the house blue", 2);
        session = await page.ReadSessionAsync();
        var (before, after) = (await ReadAsync((string)session["pictures"]![0]!["links"]!["file"]!), await ReadAsync((string)session["pictures"]![1]!["links"]!["file"]!));
        var changed = 0;
        for (var k = 0; k < before.Width * before.Height; k++)
        {
            var same = before.Pixels.Slice(k * 3, 3).SequenceEqual(after.Pixels.Slice(k * 3, 3));
            changed += same ? 0 : 1;
            Assert.True(same || IsWhite(mask, k % mask.Width, k / mask.Width), $"pixel {k} lies outside of the mask and has changed");
        }

        Assert.True(changed > 0);
    }

    [Fact]
    public async Task The_keyboard_makes_a_rectangle_and_strokes_are_undone()
    {
        await using var page = await (await browser.OpenAsync()).SignInAsync();
        await page.OpenSampleAsync();
        var keyboard = page.Page.Keyboard;
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Mask" }).FocusAsync();
        await keyboard.PressAsync("m");
        await page.Page.Locator(".painting:focus").WaitForAsync();
        await keyboard.PressAsync("r");
        foreach (var (name, value) in new[] { ("Left", 8), ("Top", 16), ("Width", 32), ("Height", 40) })
        {
            await page.Page.GetByLabel(name, new PageGetByLabelOptions { Exact = true }).FillAsync($"{value}");
        }

        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("i");
        await Expect(page.Page.Locator(".pane .badge.end")).ToContainTextAsync("92.2 %");
        await keyboard.PressAsync("Control+z");
        await Expect(page.Page.Locator(".pane .badge.end")).ToContainTextAsync("7.8 %");
        await keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("Only the painted part changes")).ToBeVisibleAsync();

        var mask = await ReadAsync((string)(await page.ReadSessionAsync())["mask"]!["links"]!["file"]!);
        for (var k = 0; k < mask.Width * mask.Height; k++)
        {
            var (x, y) = (k % mask.Width, k / mask.Width);
            Assert.Equal(x is >= 8 and < 40 && y is >= 16 and < 56, IsWhite(mask, x, y));
        }
    }

    /// <summary>Sends a mask to the server, and returns its id.</summary>
    internal static async Task<string> SendMaskAsync(BelmServer server, string imageId, int width, int height, Func<int, int, bool> mayChange)
    {
        var pixels = Enumerable.Range(0, width * height).SelectMany(k => Enumerable.Repeat(mayChange(k % width, k / width) ? (byte)255 : (byte)0, 3)).ToArray();
        using var content = new ByteArrayContent(ImageCodec.EncodePng(new RgbImage(width, height, pixels)));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return (string)(await server.Client.PostAsync($"api/v1/pictures/{imageId}/masks", content)).Created()["image_id"]!;
    }

    private static async Task MouseAsync(IPage page, float[] at)
    {
        await page.Mouse.MoveAsync(at[0], at[1]);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(at[2], at[3], new MouseMoveOptions { Steps = 6 });
        await page.Mouse.UpAsync();
    }

    private static async Task TouchAsync(IPage page, float[] at)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await SendAsync("touchStart", at[0], at[1]);
        for (var k = 1; k <= 6; k++)
        {
            await SendAsync("touchMove", at[0] + ((at[2] - at[0]) * k / 6), at[1]);
        }

        await session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });

        Task SendAsync(string type, float x, float y) =>
            session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = new[] { new Dictionary<string, object> { ["x"] = x, ["y"] = y } } });
    }

    private async Task<RgbImage> ReadAsync(string link) => ImageCodec.Decode(await browser.Server.Client.GetByteArrayAsync(link));

    private static bool IsWhite(RgbImage mask, int x, int y) => mask.Pixels[((y * mask.Width) + x) * 3] >= 128;
}
