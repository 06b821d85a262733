using System.Text.Json;
using BelmAgent.Editing.Library;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Chat;

public sealed class SavedConversationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BelmHouse _house;
    private readonly BelmAgentChat _chat;

    public SavedConversationTests()
    {
        _house = new BelmHouse(services => services.Configure<LibraryOptions>(options => options.Root = _folder.Path));
        _chat = _house.Services.GetRequiredService<BelmAgentChat>();
    }

    private SessionStore Store => _house.Services.GetRequiredService<SessionStore>();

    public void Dispose()
    {
        _house.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_resumed_conversation_is_the_same_and_goes_on()
    {
        var first = await BeginAsync("make the house blue", "make it night", "undo", "add a car");

        var (second, interrupted) = await _chat.ResumeAsync();

        Assert.Null(interrupted);
        Assert.Equal(JsonSerializer.Serialize(first.Session), JsonSerializer.Serialize(second.Session));
        Assert.Equal(4, second.Session.Turns.Length);
        await _chat.SendAsync(second, "go to picture 3");
        Assert.Equal(3, second.Session.NumberOf(second.ImageId!));
    }

    [Fact]
    public async Task What_was_undone_before_can_be_redone_after()
    {
        var first = await BeginAsync("make the house blue", "undo");

        var (second, _) = await _chat.ResumeAsync(first.Session.Id);
        await _chat.SendAsync(second, "redo");

        Assert.Equal(2, second.Session.NumberOf(second.ImageId!));
        Assert.Empty(second.Session.RedoStack);
    }

    [Fact]
    public async Task An_open_question_stays_open()
    {
        await BeginAsync("add a dragon");

        var (second, _) = await _chat.ResumeAsync();
        var answer = await _chat.SendAsync(second, "never mind");

        Assert.Equal("All right. Nothing was changed.", answer.Text);
        Assert.Null(second.Session.OpenQuestion);
    }

    [Fact]
    public async Task An_interrupted_request_is_told_and_dropped()
    {
        var first = await BeginAsync("make the house blue");
        await Store.SaveAsync(first.Session.Begin("make it night", default) with { Job = "job_000000000000001" });

        var (second, interrupted) = await _chat.ResumeAsync();

        Assert.Equal("make it night", interrupted);
        Assert.Equal((null, null), (second.Session.Pending, second.Session.Job));
        Assert.Single(second.Session.Turns);
        await _chat.SendAsync(second, "make it night");
        Assert.Equal(3, second.Session.Pictures.Length);
    }

    [Fact]
    public async Task The_session_is_saved_while_a_turn_is_under_way()
    {
        _house.Service.Hold = new EditHold();
        var conversation = _chat.Begin();
        await conversation.ShowAsync(_house.ImageId);

        var turn = _chat.SendAsync(conversation, "make it night");
        await _house.Service.Hold.Reached;
        var meanwhile = await Store.LoadAsync(conversation.Session.Id);
        _house.Service.Hold.Release();
        await turn;

        Assert.Equal("make it night", meanwhile.Pending?.Request);
        Assert.Null((await Store.LoadAsync(conversation.Session.Id)).Pending);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"session_id\":\"ses_000000000000000\",\"created\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"session_id\":5}")]
    [InlineData("\u0000\u0001 no text at all")]
    public async Task A_damaged_file_is_one_typed_error(string content)
    {
        var first = await BeginAsync("make the house blue");
        await File.WriteAllTextAsync(Path.Combine(Store.Folder, first.Session.Id + ".json"), content);

        var error = await Assert.ThrowsAsync<BelmException>(() => _chat.ResumeAsync());

        Assert.Equal("not_a_session", error.Code);
        Assert.Contains(first.Session.Id + ".json", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"pictures\":null")]
    [InlineData("\"pictures\":[null]")]
    [InlineData("\"turns\":null")]
    [InlineData("\"turns\":[null]")]
    [InlineData("\"redo\":null")]
    [InlineData("\"redo\":[null]")]
    [InlineData("\"current\":\"../../../etc/passwd\",\"pictures\":[\"../../../etc/passwd\"]")]
    [InlineData("\"from_a_later_version\":{\"x\":1}")]
    public async Task A_file_with_odd_fields_is_refused_or_works(string fields)
    {
        var first = await BeginAsync("make the house blue");
        await File.WriteAllTextAsync(
            Path.Combine(Store.Folder, first.Session.Id + ".json"), $$"""{"session_id":"{{first.Session.Id}}","created":"2026-01-01T00:00:00Z",{{fields}}}""");

        try
        {
            var (second, _) = await _chat.ResumeAsync();
            await _chat.SendAsync(second, "make it night");
            await second.ShowAsync(_house.ImageId);
            await _chat.SendAsync(second, "make it night");

            Assert.Equal(_house.ImageId, _house.Service.Edited[^1].ParentId);
        }
        catch (BelmException error)
        {
            Assert.Equal("not_a_session", error.Code);
        }
    }

    [Fact]
    public async Task A_conversation_whose_pictures_are_gone_still_resumes()
    {
        var first = await BeginAsync("make the house blue");
        first.Session.Pictures.ToList().ForEach(_house.Service.TakeAway);

        var (second, _) = await _chat.ResumeAsync();
        var answer = await _chat.SendAsync(second, "make it night");
        await _chat.SendAsync(second, "a red house on grass");

        Assert.Contains("no longer exists", answer.Text, StringComparison.Ordinal);
        Assert.Equal(3, second.Session.NumberOf(second.ImageId!));
        Assert.Equal("a red house on grass", _house.Service.Generated?.Prompt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ses_000000000000009")]
    [InlineData("../../etc/passwd")]
    public async Task A_session_that_there_is_not(string? id) =>
        Assert.Equal("session_not_found", (await Assert.ThrowsAsync<BelmException>(() => _chat.ResumeAsync(id))).Code);

    private async Task<BelmConversation> BeginAsync(params string[] requests)
    {
        var conversation = _chat.Begin();
        await conversation.ShowAsync(_house.ImageId);
        foreach (var request in requests)
        {
            await _chat.SendAsync(conversation, request);
        }

        return conversation;
    }
}
