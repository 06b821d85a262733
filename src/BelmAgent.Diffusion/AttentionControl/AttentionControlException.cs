using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The attention of a UNet cannot be controlled, since its graph does not show the maps.</summary>
public sealed class AttentionControlException : ModelException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="fault">The kind of obstacle.</param>
    /// <param name="found">The value in the graph.</param>
    /// <param name="expected">The required value.</param>
    public AttentionControlException(string path, AttentionFault fault, string found, string expected)
        : base(
            path,
            $"The attention in {path} cannot be controlled (expected {expected}, found {found})",
            "export the UNet again with the plain attention processor at an opset of 14 to 22, without fused optimisation, or edit with control none, and with blend none or departure",
            code: "attention_not_controllable")
    {
        (Fault, Found, Expected) = (fault, found, expected);
        (SafeProblem, MayRetry) = ("The attention of the image model cannot be controlled", true);
    }

    /// <summary>Gets what kind of obstacle it is.</summary>
    public AttentionFault Fault { get; }
}

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
