using System.Text.Json;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Chat;

public sealed class OfflineChatTests : IDisposable
{
    private readonly BelmHouse _house = new();
    private readonly BelmAgentChat _chat;
    private readonly BelmConversation _conversation;

    public OfflineChatTests()
    {
        _chat = _house.Services.GetRequiredService<BelmAgentChat>();
        _conversation = new BelmConversation { ImageId = _house.ImageId };
    }

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_request_becomes_an_edit_and_the_answer_says_what_is_seen()
    {
        var response = await _chat.SendAsync(_conversation, "make it night");

        Assert.Equal(["describe", "describe", "propose", "edit"], _house.Service.Calls);
        Assert.Equal("Done. I see: a red house on the left, on grass, under a night sky. The rest is as it was (34.3 dB PSNR).", response.Text);
        Assert.NotEqual(_house.ImageId, _conversation.ImageId);
    }

    [Fact]
    public async Task Calls_look_as_they_do_on_the_wire()
    {
        var response = await _chat.SendAsync(_conversation, "make it night");

        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
        Assert.Equal(["belm_plan_edit", "belm_edit_image"], calls.Select(call => call.Name));
        Assert.All(calls.SelectMany(call => call.Arguments!.Values), value => Assert.IsType<JsonElement>(value));
    }

    [Fact]
    public async Task A_conversation_goes_on_from_the_newest_picture()
    {
        await _chat.SendAsync(_conversation, "turn the house into a boat");
        await _chat.SendAsync(_conversation, "now make it white");
        var response = await _chat.SendAsync(_conversation, "put it on water");

        Assert.Contains("a white boat on the left, on water, under a blue sky, with a sun", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_put_to_the_person()
    {
        var response = await _chat.SendAsync(_conversation, "add a dragon");

        Assert.StartsWith("\"dragon\" is outside what this model knows.", response.Text, StringComparison.Ordinal);
        Assert.Equal(_house.ImageId, _conversation.ImageId);
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        _house.Service.Approves = false;

        var response = await _chat.SendAsync(_conversation, "make it night");

        Assert.StartsWith("The edit was not approved", response.Text, StringComparison.Ordinal);
        Assert.Equal(_house.ImageId, _conversation.ImageId);
    }

    [Fact]
    public async Task Undo_goes_back()
    {
        await _chat.SendAsync(_conversation, "make it night");
        var response = await _chat.SendAsync(_conversation, "undo that");

        Assert.Equal($"Back to image 1, which shows {BelmHouse.Caption}.", response.Text);
        Assert.Equal(_house.ImageId, _conversation.ImageId);
    }

    [Fact]
    public async Task A_conversation_can_begin_with_a_new_picture()
    {
        var conversation = new BelmConversation();

        var lost = await _chat.SendAsync(conversation, "make it night");
        await _chat.SendAsync(conversation, "generate a picture of a blue boat on the left, on water, under a blue sky");
        var edited = await _chat.SendAsync(conversation, "make it night");

        Assert.StartsWith("There is no image yet.", lost.Text, StringComparison.Ordinal);
        Assert.Equal("a blue boat on the left, on water, under a blue sky", _house.Service.Generated!.Prompt);
        Assert.Contains("under a night sky", edited.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_for_a_picture_make_one_where_there_is_none()
    {
        var conversation = new BelmConversation();

        await _chat.SendAsync(conversation, "a red house on grass.");

        Assert.Equal("a red house on grass", _house.Service.Generated!.Prompt);
        Assert.NotNull(conversation.ImageId);
    }

    [Theory]
    [InlineData("what does the picture show?", "I see a red house on the left")]
    [InlineData("describe it", "I see a red house on the left")]
    [InlineData("show me the history", "(imported): a red house")]
    [InlineData("invert it", "Inverted as inv_1")]
    [InlineData("", "What should I do?")]
    public async Task Other_wishes_are_understood_too(string request, string part) =>
        Assert.Contains(part, (await _chat.SendAsync(_conversation, request)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task A_picture_can_be_named()
    {
        var other = _house.Service.Add("a green tree on the right, on snow, under a blue sky");

        var response = await _chat.SendAsync(_conversation, $"make {other} night");

        Assert.Contains("a green tree on the right, on snow, under a night sky", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_the_same()
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _chat.StreamAsync(_conversation, "make it night"))
        {
            updates.Add(update);
        }

        Assert.Contains(updates.SelectMany(update => update.Contents), content => content is FunctionCallContent);
        Assert.Contains("under a night sky", updates.ToChatResponse().Text, StringComparison.Ordinal);
        Assert.NotEqual(_house.ImageId, _conversation.ImageId);
    }

    [Fact]
    public async Task No_bytes_and_no_paths_enter_the_conversation()
    {
        await _chat.SendAsync(_conversation, "make it night");
        await _chat.SendAsync(_conversation, "show me the history");

        var json = JsonSerializer.Serialize(_conversation.Session);
        Assert.DoesNotContain("/library/", json, StringComparison.Ordinal);
        Assert.DoesNotContain("image/png", json, StringComparison.Ordinal);
    }
}
