using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenTelemetry;

namespace BelmAgent.Host.Telemetry;

/// <summary>Appends spans to a file, one JSON object per line, each as soon as it ends. Several processes may share the file.</summary>
internal sealed class SpanFileExporter : BaseExporter<Activity>
{
    private const int Tries = 200;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _path;

    /// <param name="path">Full path of the file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public SpanFileExporter(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Append([]);
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        try
        {
            foreach (var span in batch)
            {
                Append([.. JsonSerializer.SerializeToUtf8Bytes(Describe(span), Json), (byte)'\n']);
            }

            return ExportResult.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExportResult.Failure;
        }
    }

    private static Dictionary<string, object?> Describe(Activity span) => new()
    {
        ["trace_id"] = span.TraceId.ToHexString(),
        ["span_id"] = span.SpanId.ToHexString(),
        ["parent_id"] = span.ParentSpanId == default ? null : span.ParentSpanId.ToHexString(),
        ["name"] = span.DisplayName,
        ["start"] = span.StartTimeUtc,
        ["seconds"] = Math.Round(span.Duration.TotalSeconds, 6),
        ["status"] = span.Status.ToString().ToLowerInvariant(),
        ["tags"] = span.TagObjects.DistinctBy(tag => tag.Key).ToDictionary(tag => tag.Key, tag => Plain(tag.Value)),
    };

    private static object? Plain(object? value) => value is null or string or bool or int or long or double ? value : $"{value}";

    // Another process may be appending a line.
    private void Append(byte[] line)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
                file.Write(line);
                return;
            }
            catch (IOException) when (left > 0 && File.Exists(_path))
            {
                Thread.Sleep(1);
            }
        }
    }
}
