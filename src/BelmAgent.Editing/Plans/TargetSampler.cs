using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>Specifies how the edited picture is sampled once the source is inverted.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TargetSampler>))]
public enum TargetSampler
{
    /// <summary>
    /// One DDIM step of the target plus the error of the same step on the source's exact trajectory. It cannot excite a parasitic
    /// mode, and nothing changes where the prompts agree.
    /// </summary>
    TrajectoryCorrected,

    /// <summary>The two-step sampler from the inverted pair, with its second state corrected for the change of prompt.</summary>
    Kick,

    /// <summary>The inverting sampler from the unchanged inverted state, as in the official code.</summary>
    Carried,
}
