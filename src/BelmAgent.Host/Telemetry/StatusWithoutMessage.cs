using System.Diagnostics;
using OpenTelemetry;

namespace BelmAgent.Host.Telemetry;

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
