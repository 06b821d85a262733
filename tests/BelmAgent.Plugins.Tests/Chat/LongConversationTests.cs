using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Chat;

public class LongConversationTests
{
    [Fact]
    public async Task Every_picture_of_a_long_conversation_can_be_named()
    {
        using var house = new BelmHouse();
        var chat = house.Services.GetRequiredService<BelmAgentChat>();
        var conversation = new BelmConversation { ImageId = house.ImageId };
        for (var i = 0; i < 40; i++)
        {
            await chat.SendAsync(conversation, $"make the house {(i % 2 == 0 ? "blue" : "green")}");
        }

        await chat.SendAsync(conversation, "go to picture 3");

        Assert.Equal(41, conversation.Session.Pictures.Length);
        Assert.Equal(3, conversation.Session.NumberOf(conversation.ImageId!));

        await chat.SendAsync(conversation, "go to picture 41");
        await chat.SendAsync(conversation, "undo everything");

        Assert.Equal(1, conversation.Session.NumberOf(conversation.ImageId!));
    }
}
