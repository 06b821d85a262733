namespace BelmAgent.Editing.Operations;

/// <summary>Names of the tags of spans and metrics.</summary>
public static class BelmTags
{
    /// <summary>Gets the name of the sampler.</summary>
    public const string Sampler = "belm.sampler";

    /// <summary>Gets the number of steps N.</summary>
    public const string Steps = "belm.steps";

    /// <summary>Gets the guidance w.</summary>
    public const string Guidance = "belm.guidance";

    /// <summary>Number of the attempt, from 1.</summary>
    public const string Attempt = "belm.attempt";

    /// <summary>The outcome of the check, in snake_case: <c>passed</c>, <c>passed_with_changes</c>, <c>failed</c> or <c>not_checked</c>.</summary>
    public const string CheckResult = "belm.check.result";

    /// <summary>The fault found by the check, in snake_case; <c>none</c> if there is none.</summary>
    public const string CheckFault = "belm.check.fault";

    /// <summary>Gets the number of UNet row evaluations.</summary>
    public const string UnetEvaluations = "belm.unet_evaluations";

    /// <summary>The execution provider that was actually used.</summary>
    public const string Provider = "belm.provider";

    /// <summary>The resulting picture, or the one that was used.</summary>
    public const string ImageId = "belm.image_id";

    /// <summary>The proposal.</summary>
    public const string ProposalId = "belm.proposal_id";

    /// <summary>The source prompt. Only if enabled.</summary>
    public const string SourcePrompt = "belm.source_prompt";

    /// <summary>The target prompt. Only if enabled.</summary>
    public const string TargetPrompt = "belm.target_prompt";

    /// <summary>Full name of the exception's type.</summary>
    public const string ErrorType = "error.type";
}
