namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Why a UNet's attention cannot be controlled.</summary>
public enum AttentionFault
{
    /// <summary>The graph has no input <c>encoder_hidden_states</c> or no input <c>sample</c>.</summary>
    MissingInput,

    /// <summary>The operator set is older than 13, where Softmax means something else.</summary>
    OldOperators,

    /// <summary>Attention is one operator, which does not show its map.</summary>
    Fused,

    /// <summary>No Softmax is there at all.</summary>
    NoSoftmax,

    /// <summary>A Softmax is there that is not the map of an attention layer over the text or over the picture.</summary>
    Unclassified,

    /// <summary>There is not one cross layer to each self layer.</summary>
    Unpaired,
}
