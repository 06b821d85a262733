using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Jobs;

/// <summary>The state of a job.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditJobState>))]
public enum EditJobState
{
    /// <summary>It waits for the device.</summary>
    Queued,

    /// <summary>It is running.</summary>
    Running,

    /// <summary>It succeeded, and its result is available.</summary>
    Succeeded,

    /// <summary>It failed, and its error is available.</summary>
    Failed,

    /// <summary>It was cancelled; there is a result if an attempt had been finished.</summary>
    Cancelled,
}
