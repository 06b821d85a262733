namespace BelmAgent.Diffusion.AttentionControl.Editing;

/// <summary>Inputs and outputs that an edited graph has in addition to the UNet's own. All are float32.</summary>
internal static class ControlNames
{
    /// <summary>W₁ [L, L]: the weight of the source's map for each of the target's words.</summary>
    public const string CrossMap = "control_cross_map";

    /// <summary>w₂ [L]: the weight of the target's own map for each of its words.</summary>
    public const string CrossKeep = "control_cross_keep";

    /// <summary>g, one for each self layer whose map is controlled.</summary>
    public const string Self = "control_self";

    /// <summary>m, one for each self layer.</summary>
    public const string Mutual = "control_mutual";

    /// <summary>The row whose keys and values are mixed in by m, for each row of the batch.</summary>
    public const string MutualSource = "control_mutual_source";

    /// <summary>Weights [L] of the source's words in its blend map.</summary>
    public const string BlendSource = "control_blend_source";

    /// <summary>Weights [L] of the target's words in its blend map.</summary>
    public const string BlendTarget = "control_blend_target";

    /// <summary>The names of all inputs.</summary>
    public static readonly string[] Inputs = [CrossMap, CrossKeep, Self, Mutual, MutualSource, BlendSource, BlendTarget];

    /// <summary>The blend maps [2, Q]: the source's, then the target's.</summary>
    public const string Blend = "control_blend";
}
