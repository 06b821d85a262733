using System.Reflection;
using BelmAgent.Editing.Operations;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BelmAgent.Host.Telemetry;

/// <summary>Exports traces and metrics as configured, including the remaining ones when disposed; listens to nothing if not configured.</summary>
internal sealed class TelemetryExport : IDisposable
{
    // Other parts of the app that use a language model under Microsoft.Extensions.AI's own name.
    private const string ExtensionsAI = "Experimental.Microsoft.Extensions.AI";
    private const string SemanticKernelMeters = "Microsoft.SemanticKernel*";
    private const int PatienceMilliseconds = 2000;

    private readonly TracerProvider? _spans;
    private readonly MeterProvider? _metrics;

    /// <exception cref="IOException">The file of spans cannot be written.</exception>
    public TelemetryExport(IOptions<ExportOptions> settings)
    {
        var options = settings.Value;
        if (options is { Endpoint: null, File: null })
        {
            return;
        }

        // Semantic Kernel's spans would duplicate those of the tools (docs/decisions/0014).
        var spans = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(BelmTelemetry.Name, ExtensionsAI);
        if (!options.IncludePrompts)
        {
            spans.AddProcessor(new StatusWithoutMessage());
        }

        if (options.File is { } file)
        {
            spans.AddProcessor(new SimpleActivityExportProcessor(new SpanFileExporter(Path.GetFullPath(file))));
        }

        if (options.Endpoint is { } endpoint)
        {
            spans.AddOtlpExporter(otlp => Configure(otlp, options, endpoint, "v1/traces"));
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource())
                .AddMeter(BelmTelemetry.Name, ExtensionsAI, SemanticKernelMeters)
                .AddOtlpExporter(otlp => Configure(otlp, options, endpoint, "v1/metrics"))
                .Build();
        }

        _spans = spans.Build();
    }

    public void Dispose()
    {
        // A receiver that does not respond delays nothing.
        _spans?.Shutdown(PatienceMilliseconds);
        _metrics?.Shutdown(PatienceMilliseconds);
        _spans?.Dispose();
        _metrics?.Dispose();
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateDefault().AddService(
        "belm", serviceVersion: typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);

    private static void Configure(OtlpExporterOptions otlp, ExportOptions options, Uri endpoint, string signal)
    {
        var isGrpc = options.Protocol == ExportOptions.Grpc;
        otlp.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = isGrpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{signal}");
        otlp.TimeoutMilliseconds = PatienceMilliseconds;
    }
}
