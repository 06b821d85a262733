using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Reflection;
using BelmAgent.Editing.Operations;
using Microsoft.Extensions.DependencyInjection;
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

/// <summary>Options for exporting traces and metrics. Configuration section <c>Belm:Telemetry</c>; by default nothing is exported.</summary>
internal sealed class ExportOptions : TelemetryOptions, IValidatableObject
{
    public const string Grpc = "grpc";
    public const string HttpProtobuf = "http/protobuf";

    /// <summary>
    /// Gets or sets an OTLP receiver's base address, such as <c>http://localhost:4317</c>. Default: null, nothing leaves the machine.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the protocol: <see cref="Grpc"/> or <see cref="HttpProtobuf"/>. Default: grpc.</summary>
    [RegularExpression("^(grpc|http/protobuf)$", ErrorMessage = "Belm:Telemetry:Protocol must be grpc or http/protobuf.")]
    public string Protocol { get; set; } = Grpc;

    /// <summary>Gets or sets a file to which spans are appended, one JSON object per line. Default: null, none.</summary>
    public string? File { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
        {
            yield return new ValidationResult("Belm:Telemetry:Endpoint must be an address such as http://localhost:4317.", [nameof(Endpoint)]);
        }

        if (File is not null && (string.IsNullOrWhiteSpace(File) || Directory.Exists(File)))
        {
            yield return new ValidationResult($"Belm:Telemetry:File must name a file; '{File}' is not a file name.", [nameof(File)]);
        }
    }
}

/// <summary>Removes the messages of exceptions from spans before they are exported: they may contain words or paths.</summary>
/// <remarks>Microsoft.Extensions.AI writes them as the status of a tool's span.</remarks>
internal sealed class StatusWithoutMessage : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}

/// <summary>Adds the export of traces and metrics.</summary>
internal static class TelemetryServiceCollectionExtensions
{
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services) => services
        .AddSingleton<IOptions<TelemetryOptions>>(provider => provider.GetRequiredService<IOptions<ExportOptions>>())
        .AddSingleton<TelemetryExport>();
}
