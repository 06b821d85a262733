using BelmAgent.Planning;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Chat;

public class AgentLoopTests
{
    [Theory]
    [InlineData("belm-describe_image")]
    [InlineData("belm.describe_image")]
    [InlineData("describe_image")]
    public async Task A_misspelled_tool_is_found(string name)
    {
        var (response, house) = await RunAsync(
            id => new FunctionCallContent("1", name, new Dictionary<string, object?> { ["image_id"] = id }),
            _ => new TextContent("done"));

        Assert.Equal("done", response.Text);
        Assert.Equal(["describe", "describe"], house.Service.Calls);
    }

    [Fact]
    public async Task A_model_that_never_stops_is_stopped()
    {
        var turns = Enumerable.Range(0, 50).Select<int, Func<string, AIContent>>(i => id =>
            new FunctionCallContent($"{i}", "belm_describe_image", new Dictionary<string, object?> { ["image_id"] = id }));

        var (_, house) = await RunAsync([.. turns]);

        Assert.Equal(1 + 8, house.Service.Calls.Count);
    }

    [Fact]
    public async Task The_model_is_told_the_current_picture_and_sees_errors()
    {
        var (_, house) = await RunAsync(
            _ => new FunctionCallContent("1", "belm_describe_image", new Dictionary<string, object?> { ["image_id"] = "img_wrong" }),
            _ => new TextContent("done"));

        var asked = house.Services.GetRequiredService<ScriptedChatClient>().Asked;
        Assert.Contains(asked[0], message => message.Text.StartsWith($"Current image: {house.ImageId}. ", StringComparison.Ordinal) && message.Text.Contains(BelmHouse.Caption, StringComparison.Ordinal));
        Assert.Contains("image_not_found", asked[1].SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoints_failure_is_one_typed_error()
    {
        var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => RunAsync(_ => throw new HttpRequestException("refused")));

        Assert.NotEmpty(error.Remedy);
    }

    private static async Task<(ChatResponse Response, BelmHouse House)> RunAsync(params Func<string, AIContent>[] answers)
    {
        var image = "";
        var client = new ScriptedChatClient([.. answers.Select(answer => (Func<AIContent>)(() => answer(image)))]);
        var house = new BelmHouse(services => services.AddSingleton(client), builder => builder.UseChatClient((_, _) => client));
        image = house.ImageId;
        var response = await house.Services.GetRequiredService<BelmAgentChat>().SendAsync(new BelmConversation { ImageId = image }, "look");
        return (response, house);
    }
}
