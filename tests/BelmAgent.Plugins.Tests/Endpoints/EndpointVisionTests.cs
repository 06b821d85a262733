using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Planning;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BelmAgent.Plugins.Tests.Endpoints;

public class EndpointVisionTests
{
    private static readonly JudgedEdit Edit = new(
        new EditPlan { SourcePrompt = BelmHouse.Caption, TargetPrompt = "a blue house on the left, on grass, under a blue sky, with a sun" },
        RgbImage.Filled(32, 32, new RgbColor(200, 30, 30)),
        RgbImage.Filled(32, 32, new RgbColor(30, 30, 200)));

    [Fact]
    public async Task Pictures_travel_as_image_parts_when_vision_is_on()
    {
        await using var server = new LoopbackServer((request, stream) => OpenAiProtocol.SayAsync(request, stream, """{"shows":true,"kept":true,"seen":"a blue house"}"""));
        using var house = House(server.Endpoint, vision: true);

        Assert.True((await JudgeAsync(house))!.ShowsRequest);

        Assert.Equal(2, ImageParts(Assert.Single(server.Requests)).Count(url => url.StartsWith("data:image/jpeg;base64,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Words_alone_travel_when_it_is_off()
    {
        await using var server = new LoopbackServer(OpenAiProtocol.EditAsync);
        using var house = House(server.Endpoint, vision: false);

        Assert.Null(await JudgeAsync(house));
        Assert.Empty(server.Requests);

        await house.Services.GetRequiredService<IEditPlanner>().PlanAsync(new("make the house blue", BelmHouse.Caption));
        Assert.Empty(ImageParts(Assert.Single(server.Requests)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_server_that_takes_no_pictures_loses_no_edit(int status)
    {
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.RespondAsync(stream, status, "application/json", """{"error":{"message":"no images"}}"""));
        using var house = House(server.Endpoint, vision: true);

        Assert.Null(await JudgeAsync(house));
    }

    private static BelmHouse House(Uri endpoint, bool vision) => new(
        services => services.Configure<PlannerOptions>(options => (options.Endpoint, options.Model, options.Vision) = (endpoint, "m", vision)),
        builder => builder.UseChatClient((_, options) => new OpenAIClient(
                new ApiKeyCredential("key"),
                new OpenAIClientOptions { Endpoint = options.Endpoint, RetryPolicy = new ClientRetryPolicy(maxRetries: 0), Transport = ChatCompletionsHandler.CreateTransport() })
            .GetChatClient(options.Model).AsIChatClient()));

    // As in the edit service: CLIP first, which has no model here.
    private static async Task<EditCheck?> JudgeAsync(BelmHouse house)
    {
        foreach (var critic in house.Services.GetServices<IEditCritic>())
        {
            if (await critic.JudgeAsync(Edit, default) is { } check)
            {
                return check;
            }
        }

        return null;
    }

    private static IEnumerable<string> ImageParts(JsonElement request) => request.GetProperty("messages").EnumerateArray()
        .Select(message => message.GetProperty("content"))
        .Where(content => content.ValueKind == JsonValueKind.Array)
        .SelectMany(content => content.EnumerateArray())
        .Where(part => part.GetProperty("type").GetString() == "image_url")
        .Select(part => part.GetProperty("image_url").GetProperty("url").GetString()!);
}
