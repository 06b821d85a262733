namespace BelmAgent.Editing.Telemetry;

/// <summary>What traces may show. Configuration section <c>Belm:Telemetry</c>.</summary>
public class TelemetryOptions
{
    /// <summary>Gets or sets whether traces hold a person's words and a language model's messages. Default: false.</summary>
    public bool IncludePrompts { get; set; }
}
