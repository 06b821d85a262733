namespace BelmAgent.Editing.Operations;

/// <summary>Names of what spans and metrics are tagged with.</summary>
public static class BelmTags
{
    /// <summary>Name of the sampler.</summary>
    public const string Sampler = "belm.sampler";

    /// <summary>Steps N.</summary>
    public const string Steps = "belm.steps";

    /// <summary>Guidance w.</summary>
    public const string Guidance = "belm.guidance";

    /// <summary>Which attempt, from 1.</summary>
    public const string Attempt = "belm.attempt";

    /// <summary>What the check found, in snake_case; <c>none</c> when nothing.</summary>
    public const string CheckFault = "belm.check.fault";

    /// <summary>UNet row evaluations.</summary>
    public const string UnetEvaluations = "belm.unet_evaluations";

    /// <summary>The execution provider that was really used.</summary>
    public const string Provider = "belm.provider";

    /// <summary>The picture: the one that came out, or the one that was looked at.</summary>
    public const string ImageId = "belm.image_id";

    /// <summary>The proposal.</summary>
    public const string ProposalId = "belm.proposal_id";

    /// <summary>What the picture shows. Only when asked for.</summary>
    public const string SourcePrompt = "belm.source_prompt";

    /// <summary>What it should show. Only when asked for.</summary>
    public const string TargetPrompt = "belm.target_prompt";

    /// <summary>Full name of the exception's type.</summary>
    public const string ErrorType = "error.type";
}
