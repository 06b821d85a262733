using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BelmAgent.Planning;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>Two thousand damaged answers, each complete and as a stream: the result is an answer that was sent, or one typed error.</summary>
public class MutatedAnswerTests
{
    private const int Seeds = 8;
    private const int AnswersEach = 250;
    private const string Last = "Done.";
    private const string NoAnswer = "The language model gave no answer. Repeat the request, or rephrase it.";

    private static readonly (string Whole, IReadOnlyList<string> Chunks)[] Answers =
    [
        OpenAiProtocol.Answer("The picture is done."),
        OpenAiProtocol.Answer("I look.", ("belm_describe_image", """{"image_id":"img_000000000000001"}"""), ("belm_list_history", "{}")),
        OpenAiProtocol.Answer("""<think>so</think>{"name":"belm_describe_image","arguments":{"image_id":"img_000000000000001"}}"""),
    ];

    public static TheoryData<int> AllSeeds => [.. Enumerable.Range(0, Seeds)];

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public async Task A_spoiled_answer_gives_what_was_sent_or_one_typed_error(int seed)
    {
        using var server = new ScriptedHandler();
        using var house = new BelmHouse(
            services => services.Configure<PlannerOptions>(options => (options.Endpoint, options.Model) = (new Uri("http://localhost/v1"), "m")),
            builder => builder.UseChatClient((_, options) => new OpenAIClient(
                    new ApiKeyCredential("key"),
                    new OpenAIClientOptions
                    {
                        Endpoint = options.Endpoint,
                        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                        Transport = new HttpClientPipelineTransport(new HttpClient(new ChatCompletionsHandler(server))),
                    })
                .GetChatClient(options.Model).AsIChatClient()));
        var random = new Random(seed);
        var mutation = new JsonMutation(random);
        var understood = 0;
        for (var i = 0; i < AnswersEach; i++)
        {
            var (whole, chunks) = Answers[random.Next(Answers.Length)];
            server.Whole = mutation.Spoil(whole);
            understood += await AssertHoldsAsync(house, isStreamed: false, server.Whole);

            server.Chunks = [.. chunks.Select(chunk => random.Next(4) == 0 ? mutation.Spoil(chunk) : chunk)];
            mutation.Disorder(server.Chunks);
            understood += await AssertHoldsAsync(house, isStreamed: true, string.Join('\n', server.Chunks));
        }

        Assert.Empty(house.Service.Edited);
        Assert.Null(house.Service.Generated);
        // Most possible damage has no effect.
        Assert.InRange(understood, AnswersEach, (2 * AnswersEach) - 1);
    }

    private static async Task<int> AssertHoldsAsync(BelmHouse house, bool isStreamed, string sent)
    {
        var chat = house.Services.GetRequiredService<BelmAgentChat>();
        var conversation = new BelmConversation { ImageId = house.ImageId };
        try
        {
            var said = isStreamed
                ? (await chat.StreamAsync(conversation, "look").ToChatResponseAsync()).Text
                : (await chat.SendAsync(conversation, "look")).Text;

            Assert.True(IsSent(said, sent), $"'{said}' was not sent in\n{sent}");
            return said == NoAnswer ? 0 : 1;
        }
        catch (PlannerUnavailableException e)
        {
            Assert.NotEmpty(e.Remedy);
            Assert.DoesNotContain("   at ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            return 0;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{e}\nfor {(isStreamed ? "a stream" : "an answer")} of\n{sent}");
            return 0;
        }
    }

    // Every letter of the answer was sent, in the same order; parts of it are not answers.
    private static bool IsSent(string said, string sent)
    {
        var at = 0;
        var all = string.Concat(sent.Split('\n').SelectMany(line => Leaves(JsonSerializer.Deserialize<JsonElement>(line)))) + Last;
        return said == NoAnswer || said.Where(letter => !char.IsWhiteSpace(letter)).All(letter => (at = all.IndexOf(letter, at) + 1) > 0);
    }

    private static IEnumerable<string> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field => Leaves(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String => [value.GetString()!],
        _ => [value.GetRawText()],
    };

    // The first request of a turn gets the damaged answer, the others a good one.
    private sealed class ScriptedHandler : HttpMessageHandler
    {
        public string Whole { get; set; } = "";

        public List<string> Chunks { get; set; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = JsonSerializer.Deserialize<JsonElement>(await request.Content!.ReadAsStringAsync(cancellationToken));
            var isFirst = body.GetProperty("messages").EnumerateArray().All(message => message.GetProperty("role").GetString() != "tool");
            var good = OpenAiProtocol.Answer(Last);
            var isStream = OpenAiProtocol.IsStream(body);
            var text = isStream
                ? string.Concat((isFirst ? Chunks : good.Chunks).Select(chunk => $"data: {chunk}\n\n")) + "data: [DONE]\n\n"
                : isFirst ? Whole : good.Whole;
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.ContentType = new MediaTypeHeaderValue(isStream ? "text/event-stream" : "application/json");
            return new HttpResponseMessage { Content = content };
        }
    }
}
