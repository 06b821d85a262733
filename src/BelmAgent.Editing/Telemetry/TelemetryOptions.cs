namespace BelmAgent.Editing.Telemetry;

/// <summary>Options of traces. Configuration section <c>Belm:Telemetry</c>.</summary>
public class TelemetryOptions
{
    /// <summary>Gets or sets whether traces contain users' words and a language model's messages. Default: false.</summary>
    public bool IncludePrompts { get; set; }
}
