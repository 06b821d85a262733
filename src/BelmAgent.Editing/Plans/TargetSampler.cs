using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>How the edited picture is sampled once the source is inverted.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TargetSampler>))]
public enum TargetSampler
{
    /// <summary>One DDIM step of the target plus what the same step misses on the source's exact trajectory.
    /// Nothing parasitic can be excited, and nothing changes where the prompts agree.</summary>
    TrajectoryCorrected,

    /// <summary>The two-step sampler from the inverted pair, its second state corrected for the change of prompt.</summary>
    Kick,

    /// <summary>The inverting sampler from the inverted state as it stands, as in the official code.</summary>
    Carried,
}
