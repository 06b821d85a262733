namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The reason why a UNet's attention cannot be controlled.</summary>
public enum AttentionFault
{
    /// <summary>The graph has no input <c>encoder_hidden_states</c> or no input <c>sample</c>.</summary>
    MissingInput,

    /// <summary>The operator set is older than 13, in which Softmax has another meaning.</summary>
    OldOperators,

    /// <summary>Attention is a single operator that does not expose its map.</summary>
    Fused,

    /// <summary>There is no Softmax.</summary>
    NoSoftmax,

    /// <summary>There is a Softmax that is not the map of an attention layer over the text or the picture.</summary>
    Unclassified,

    /// <summary>Cross and self layers do not come in pairs.</summary>
    Unpaired,
}
