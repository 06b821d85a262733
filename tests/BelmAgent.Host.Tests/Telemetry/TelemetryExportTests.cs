using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Editing.Operations;
using BelmAgent.Host.Telemetry;
using BelmAgent.Host.Tests.Doubles;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Tests.Telemetry;

public sealed class TelemetryExportTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Spans_and_metrics_reach_a_receiver()
    {
        using var receiver = new LoopbackReceiver();
        var name = $"belm.test.{Guid.NewGuid():N}";
        using (Export(new ExportOptions { Endpoint = receiver.Endpoint, Protocol = ExportOptions.HttpProtobuf }))
        {
            BelmTelemetry.Meter.CreateCounter<int>(name).Add(1);
            Span(name);
        }

        Assert.Contains(receiver.Requests, request => request.Path == "/v1/traces" && request.Body.Contains(name, StringComparison.Ordinal));
        Assert.Contains(receiver.Requests, request => request.Path == "/v1/metrics" && request.Body.Contains(name, StringComparison.Ordinal));
        Assert.All(receiver.Requests, request => Assert.Equal("application/x-protobuf", request.Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_message_of_a_failure_is_sent_only_when_words_are_asked_for(bool include)
    {
        using var receiver = new LoopbackReceiver();
        var message = $"secret {Guid.NewGuid():N}";
        using (Export(new ExportOptions { Endpoint = receiver.Endpoint, Protocol = ExportOptions.HttpProtobuf, IncludePrompts = include }))
        using (var span = BelmTelemetry.Source.StartActivity("belm.test"))
        {
            span!.SetStatus(ActivityStatusCode.Error, message);
        }

        Assert.Equal(include, receiver.Requests.Any(request => request.Body.Contains(message, StringComparison.Ordinal)));
        Assert.NotEmpty(receiver.Requests);
    }

    [Fact]
    public void A_receiver_that_does_not_answer_holds_nobody_up()
    {
        using var receiver = new LoopbackReceiver(answers: false);
        using (Export(new ExportOptions { Endpoint = receiver.Endpoint, Protocol = ExportOptions.HttpProtobuf }))
        {
            Span("belm.test");
        }

        Assert.NotEmpty(receiver.Requests);
    }

    [Fact]
    public void Spans_are_lines_of_a_file_that_others_may_write_too()
    {
        var file = _folder["spans.jsonl"];
        using (Export(new ExportOptions { File = file }))
        using (Export(new ExportOptions { File = file }))
        {
            var inner = Span("belm.test.file");
            var lines = File.ReadAllLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
            var mine = lines.Where(line => line.GetProperty("span_id").GetString() == inner).ToList();

            Assert.Equal(2, mine.Count);
            Assert.All(mine, line => Assert.Equal(20, line.GetProperty("tags").GetProperty(BelmTags.Steps).GetInt32()));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static TelemetryExport Export(ExportOptions options) => new(Options.Create(options));

    private static string Span(string name)
    {
        using var span = BelmTelemetry.Source.StartActivity(name)!;
        span.SetTag(BelmTags.Steps, 20);
        return span.SpanId.ToHexString();
    }
}
