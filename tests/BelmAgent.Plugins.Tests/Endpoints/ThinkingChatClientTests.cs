using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Tests.Endpoints;

public class ThinkingChatClientTests
{
    [Fact]
    public async Task The_first_answer_tells_whether_others_can_be_shown_as_they_come()
    {
        using var client = new ThinkingChatClient(new Pieces(["The ", "house."], ["The ", "sky."]));

        Assert.Equal(["The house."], await ShownAsync(client));
        Assert.Equal(["The ", "sky."], await ShownAsync(client));
    }

    [Fact]
    public async Task A_model_that_ends_what_it_did_not_begin_is_shown_at_the_end_of_each_answer()
    {
        using var client = new ThinkingChatClient(new Pieces(["Hm.", "</th", "ink>The ", "house."], ["Oh.", "</think>", "The ", "sky."], ["No ", "thought."]));

        Assert.Equal(["The house."], await ShownAsync(client));
        Assert.Equal(["The sky."], await ShownAsync(client));
        Assert.Equal(["No thought."], await ShownAsync(client));
    }

    [Fact]
    public async Task What_a_whole_answer_told_holds_for_streams()
    {
        using var client = new ThinkingChatClient(new Pieces(["<think>Hm.</think>", "The house."], ["The ", "sky."]));

        Assert.Equal("The house.", (await client.GetResponseAsync("look")).Text);
        Assert.Equal(["The ", "sky."], await ShownAsync(client));
    }

    private static async Task<IEnumerable<string>> ShownAsync(IChatClient client) =>
        (await client.GetStreamingResponseAsync("look").ToListAsync()).Select(update => update.Text);

    private sealed class Pieces(params string[][] answers) : IChatClient
    {
        private readonly Queue<string[]> _answers = new(answers);

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Concat(_answers.Dequeue()))));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            _answers.Dequeue().Select(piece => new ChatResponseUpdate(ChatRole.Assistant, piece)).ToAsyncEnumerable();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
