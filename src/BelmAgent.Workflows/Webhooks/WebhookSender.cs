using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Workflows.Webhooks;

/// <summary>Sends what webhooks are told, signed, until it is taken or too old. What waits is in rows, so that a restart forgets nothing.</summary>
/// <remarks>The form is that of Standard Webhooks. Neither pictures nor requests are sent. Safe to share between threads.</remarks>
internal sealed partial class WebhookSender : IDisposable
{
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(7), TimeSpan.FromHours(9)];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly BatchStore _batches;
    private readonly WorkflowOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookSender> _logger;
    private readonly HttpClient _client;

    public WebhookSender(BatchStore batches, WorkflowOptions options, TimeProvider clock, ILogger<WebhookSender> logger)
    {
        (_batches, _options, _clock, _logger) = (batches, options, clock, logger);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = (context, token) => WebhookAddress.ConnectAsync(context.DnsEndPoint, options.WebhookAllowPrivate, token),
        })
        {
            Timeout = Patience,
        };
    }

    /// <summary>Checks an address and the secret before a webhook is stored.</summary>
    /// <exception cref="BelmException"><c>webhook_not_allowed</c>, <c>webhook_secret</c>.</exception>
    public Task CheckAsync(string url, CancellationToken cancellationToken)
    {
        Secret();
        return WebhookAddress.CheckAsync(url, _options.WebhookAllowPrivate, cancellationToken);
    }

    /// <summary>Sends all that is due.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        while (await TakeAsync(cancellationToken) is { } message)
        {
            var status = await PostAsync(message, cancellationToken);
            var isDone = status is >= 200 and < 300;
            var isOver = isDone || status == (int)HttpStatusCode.Gone || message.Tries >= _options.WebhookTries;
            if (!isDone)
            {
                LogNotTaken(message.Id, message.Tries, status);
            }

            await _batches.Database.ExecuteAsync(
                "update webhook set state = @state, last_status = @status, body = @Body where id = @Id",
                new { message.Id, message.Body, status, state = isDone ? "sent" : isOver ? "given_up" : "waiting" }, cancellationToken);
        }
    }

    /// <summary>Signs a message.</summary>
    public static string Sign(byte[] secret, string id, string timestamp, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")))}";

    public void Dispose() => _client.Dispose();

    // Taking it sets when it is due again, so two senders do not send it at once, and one that dies delays it only.
    private async Task<Message?> TakeAsync(CancellationToken cancellationToken)
    {
        var database = _batches.Database;
        var message = await database.InTransactionAsync(
            async statements =>
            {
                var due = await statements.FindAsync<Message>($"select * from webhook where state = 'waiting' and next_at <= {database.Now} order by next_at limit 1");
                if (due is not null)
                {
                    due.Tries++;
                    var wait = (long)Delays[Math.Min(due.Tries, Delays.Length) - 1].TotalMilliseconds;
                    // A tenth more or less, by its id, keeps many that failed together from coming back together.
                    var jitter = wait / 10 * (((due.Id.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % 21) - 10) / 10;
                    await statements.ExecuteAsync($"update webhook set tries = @Tries, next_at = {database.Now} + @next where id = @Id", new { due.Id, due.Tries, next = wait + jitter });
                }

                return due;
            },
            isExclusive: true, cancellationToken);
        if (message is { Body.Length: 0 })
        {
            var batch = await _batches.GetAsync(message.BatchId, cancellationToken);
            message.Body = WorkflowJson.Write(new
            {
                type = "batch.ended",
                timestamp = batch.Ended ?? _clock.GetUtcNow(),
                data = new { batch_id = batch.Id, state = WorkflowJson.NameOf(batch.State), rows = batch.Rows },
            });
        }

        return message;
    }

    private async Task<int?> PostAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            using var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new StringContent(message.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
            request.Headers.Add("webhook-id", message.Id);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.Add("webhook-signature", Sign(Secret(), message.Id, timestamp, message.Body));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or BelmException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private byte[] Secret()
    {
        const string Prefix = "whsec_";
        try
        {
            if (_options.WebhookSecret is { } text && Convert.FromBase64String(text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text) is { Length: >= 24 } secret)
            {
                return secret;
            }
        }
        catch (FormatException)
        {
            // As if there were none.
        }

        throw new BelmException(
            "webhook_secret", ErrorKind.InvalidInput, "Webhooks are signed, and there is no secret of at least 24 bytes in base64",
            "set the environment variable BELM__WORKFLOWS__WEBHOOKSECRET to the output of: openssl rand -base64 32");
    }

    [LoggerMessage(LogLevel.Warning, "Webhook {Message} was not taken at try {Try} (status {Status}).")]
    private partial void LogNotTaken(string message, int @try, int? status);

    private sealed class Message
    {
        public string Id { get; init; } = "";

        public string BatchId { get; init; } = "";

        public string Url { get; init; } = "";

        public string Body { get; set; } = "";

        public int Tries { get; set; }
    }
}
