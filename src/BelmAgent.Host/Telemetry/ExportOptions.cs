using System.ComponentModel.DataAnnotations;
using BelmAgent.Editing.Operations;

namespace BelmAgent.Host.Telemetry;

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
            yield return new ValidationResult($"Belm:Telemetry:File must name a file; '{File}' is none.", [nameof(File)]);
        }
    }
}
