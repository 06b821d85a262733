namespace BelmAgent.Editing.Plans;

/// <summary>The default settings for each kind of edit.</summary>
internal static class EditPresets
{
    /// <summary>The sampler of generations, inversions and edits whose kind has no other.</summary>
    public const string Sampler = "o-belm";

    // Its trajectory leaves less of the old sky in the new one, and with the correction it keeps the rest as well: see docs/decisions/0011.
    private const string BackgroundSampler = "ddim";

    private static readonly DirectInversionSetting General = new()
    {
        Control = AttentionControl.None,
        CrossSteps = 0.4,
        SelfSteps = 0.4,
        CrossMode = CrossMode.Refine,
        WordSteps = new Dictionary<string, double>(),
        WordWeights = new Dictionary<string, double>(),
        Blend = BlendKind.None,
        BlendWords = [],
        BlendStart = 0.2,
        BlendThreshold = 0.3,
    };

    // A change of one place in the picture: the rest stays as in the source.
    private static readonly DirectInversionSetting Local = General with { Blend = BlendKind.Departure, BlendThreshold = 0.2 };

    /// <summary>Returns whether the preset for a kind bounds the change.</summary>
    public static bool IsBounded(EditType kind) => For(kind).Blend != BlendKind.None;

    /// <summary>Returns the sampler of the preset for a kind; its target is trajectory-corrected.</summary>
    public static string SamplerFor(EditType kind) => kind == EditType.ChangeBackground ? BackgroundSampler : Sampler;

    /// <summary>Returns the preset for a kind; it leaves nothing open but the mask.</summary>
    public static DirectInversionSetting For(EditType kind) => kind switch
    {
        EditType.ChangeObject or EditType.AddObject or EditType.DeleteObject or EditType.ChangeContent
            or EditType.ChangeColor or EditType.ChangeMaterial => Local,
        _ => General,
    };
}
