using BelmAgent.Plugins.Chat;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Tests.Chat;

public class ToolTextChatClientTests
{
    private static readonly ChatOptions Options = new() { Tools = [AIFunctionFactory.Create((string image_id) => image_id, "belm_describe_image")] };

    [Fact]
    public async Task Prose_is_passed_on_piece_by_piece()
    {
        var shown = await ListAsync("The ", "house ", "is {red}.");

        Assert.Equal(["The ", "house ", "is {red}."], shown.Select(update => update.Text));
    }

    [Theory]
    [InlineData("  \nHello", "  ", "\n", "Hello")]
    [InlineData("<3", "<", "3", " the house")]
    [InlineData("`red", "`", "red", "` it is")]
    [InlineData("{\"x\" 1", "{", "\"x\" ", "1", " is no JSON")]
    public async Task What_could_have_become_a_call_is_passed_on_once_it_cannot(string first, params string[] pieces)
    {
        var shown = await ListAsync(pieces);

        Assert.Equal(first, shown[0].Text);
        Assert.Equal(string.Concat(pieces), string.Concat(shown.Select(update => update.Text)));
    }

    [Fact]
    public async Task A_call_in_pieces_is_one_call_and_no_text()
    {
        var shown = await ListAsync("{\"na", "me\":\"describe_image\",", "\"arguments\":{\"image_id\":\"i\"}}");

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(Assert.Single(shown).Contents));
        Assert.Equal("belm_describe_image", call.Name);
        Assert.Equal("i", call.Arguments!["image_id"]?.ToString());
        Assert.Equal(ChatFinishReason.ToolCalls, shown[0].FinishReason);
    }

    [Fact]
    public async Task A_real_call_goes_through_with_the_text_before_it()
    {
        var call = new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "belm_describe_image")]);

        var shown = await ListAsync([new(ChatRole.Assistant, "{"), call]);

        Assert.Equal("{", shown[0].Text);
        Assert.Same(call, shown[1]);
    }

    [Fact]
    public async Task An_empty_stream_stays_empty() => Assert.Empty(await ListAsync());

    private static Task<List<ChatResponseUpdate>> ListAsync(params string[] pieces) => ListAsync([.. pieces.Select(piece => new ChatResponseUpdate(ChatRole.Assistant, piece))]);

    private static async Task<List<ChatResponseUpdate>> ListAsync(ChatResponseUpdate[] updates)
    {
        using var client = new ToolTextChatClient(new PiecesChatClient(updates));
        return await client.GetStreamingResponseAsync([], Options).ToListAsync();
    }

    private sealed class PiecesChatClient(ChatResponseUpdate[] updates) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(updates.ToChatResponse());

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => updates.ToAsyncEnumerable();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
