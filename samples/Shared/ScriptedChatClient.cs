using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

/// <summary>Replaces your language model: calls the tools as a model would, so that the samples run offline.</summary>
/// <remarks>It reads "IMAGE_ID: REQUEST", plans the edit, runs it, and reports the result.</remarks>
internal sealed class ScriptedChatClient : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("script");

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] all = [.. messages];
        var answer = new ChatMessage(ChatRole.Assistant, [Next(all, options?.Tools ?? [])]);
        return Task.FromResult(new ChatResponse(answer));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static AIContent Next(ChatMessage[] messages, IList<AITool> tools)
    {
        var last = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault();
        if (last is null)
        {
            var asked = messages.Last(message => message.Role == ChatRole.User).Text.Split(": ", 2);
            return Call("plan_edit", ("image_id", asked[0]), ("request", asked[1]));
        }

        if (last.Result is string words && !words.StartsWith('{'))
        {
            return new TextContent(words);
        }

        var result = Json(last.Result);
        return Text("error", "message") is { } error ? new TextContent(error)
            : Text("question") is { } question ? new TextContent(question)
            : Text("proposal_id") is { } proposal ? Call("edit_image", ("proposal_id", proposal))
            : Text("status") is "running" or "queued" ? Call("get_job", ("job_id", Text("job_id")!))
            : new TextContent($"The new picture is {Text("image_id")}.");

        string? Text(params string[] path) => (string?)path.Aggregate(result, (node, name) => node?[name]);

        FunctionCallContent Call(string function, params (string Name, string Value)[] arguments) => new(
            $"call_{messages.Length}",
            tools.First(tool => tool.Name.EndsWith(function, StringComparison.Ordinal)).Name,
            arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value));
    }

    // Some loops pass results as they are, some as JSON, some as text; a refusal is a sentence.
    private static JsonNode? Json(object? result) =>
        result is string text ? JsonNode.Parse(text) : JsonSerializer.SerializeToNode(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(result!.GetType()));
}
