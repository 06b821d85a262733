using System.Net;
using System.Text;
using System.Text.Json;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Tests.Doubles;
using BelmAgent.Workflows.Webhooks;
using BelmAgent.Workflows.Worker;

namespace BelmAgent.Workflows.Tests.Webhooks;

/// <summary>Webhooks: signed, sent until they are taken, and never to where only this machine can reach.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU";
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("64:ff9b::a00:1")]
    public void An_address_within_a_network_is_private(string address) => Assert.True(WebhookAddress.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    public void Others_are_public(string address) => Assert.False(WebhookAddress.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("http://8.8.8.8/hook")]
    [InlineData("https://user:word@8.8.8.8/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("hook")]
    public async Task A_private_or_plain_address_is_refused_before_anything_is_stored(string url)
    {
        var failure = await Assert.ThrowsAsync<BelmException>(() => WebhookAddress.CheckAsync(url, allowPrivate: false, CancellationToken.None));

        Assert.Equal("webhook_not_allowed", failure.Code);
    }

    [Fact]
    public async Task A_batch_that_has_ended_is_told_signed_and_a_refusal_is_tried_again()
    {
        using var listener = new HttpListener();
        var url = Listen(listener);
        using var bench = new Workbench(_folder["library"], options: new WorkflowOptions { WebhookSecret = Secret, WebhookAllowPrivate = true });
        var batch = await bench.AddBatchAsync(1, webhook: url);
        await bench.Worker.RunNextAsync(Workbench.Queue, "worker", null, CancellationToken.None);

        var refused = AnswerAsync(listener, 503);
        await bench.Webhooks.SendAsync(CancellationToken.None);
        var first = await refused;
        await bench.Database.ExecuteAsync("update webhook set next_at = 0", null, CancellationToken.None);
        var taken = AnswerAsync(listener, 204);
        await bench.Webhooks.SendAsync(CancellationToken.None);
        var second = await taken;
        await bench.Webhooks.SendAsync(CancellationToken.None);

        Assert.Equal((first.Id, first.Body), (second.Id, second.Body));
        Assert.Equal(WebhookSender.Sign(Convert.FromBase64String(Secret["whsec_".Length..]), second.Id, second.Timestamp, second.Body), second.Signature);
        var body = JsonDocument.Parse(second.Body).RootElement;
        Assert.Equal(("batch.ended", batch), (body.GetProperty("type").GetString(), body.GetProperty("data").GetProperty("batch_id").GetString()));
        Assert.DoesNotContain("night", second.Body, StringComparison.Ordinal);
        Assert.Equal("sent", await bench.Database.FindAsync<string>("select state from webhook", null, CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_sent()
    {
        using var bench = new Workbench(_folder["library"]);

        Assert.Equal("webhook_secret", (await Assert.ThrowsAsync<BelmException>(() => bench.Webhooks.CheckAsync("https://8.8.8.8/", CancellationToken.None))).Code);
    }

    public void Dispose() => _folder.Dispose();

    private static string Listen(HttpListener listener)
    {
        for (var port = 40_000; ; port++)
        {
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                listener.Start();
                return $"http://127.0.0.1:{port}/hook";
            }
            catch (HttpListenerException)
            {
                // Somebody else has it.
            }
        }
    }

    private static async Task<Message> AnswerAsync(HttpListener listener, int status)
    {
        var context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var headers = context.Request.Headers;
        var message = new Message(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, await reader.ReadToEndAsync());
        context.Response.StatusCode = status;
        context.Response.Close();
        return message;
    }

    private sealed record Message(string Id, string Timestamp, string Signature, string Body);
}
