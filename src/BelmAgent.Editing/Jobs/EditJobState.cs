using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Jobs;

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditJobState>))]
public enum EditJobState
{
    /// <summary>It waits for the device.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is done, and its result is there.</summary>
    Succeeded,

    /// <summary>It failed, and its error is there.</summary>
    Failed,

    /// <summary>It was cancelled; a result is there if an attempt had been finished.</summary>
    Cancelled,
}
