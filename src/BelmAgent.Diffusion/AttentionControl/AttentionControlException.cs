using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The attention of a UNet cannot be controlled, since its graph does not show the maps.</summary>
public sealed class AttentionControlException : ModelException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="fault">What kind of obstacle.</param>
    /// <param name="found">What the graph has.</param>
    /// <param name="expected">What is needed.</param>
    public AttentionControlException(string path, AttentionFault fault, string found, string expected)
        : base(
            path,
            $"The attention in {path} cannot be controlled, since needed is {expected}, and found was {found}",
            "export the UNet again with the plain attention processor at an opset of 14 to 22, without fused optimisation, or edit with control none, and with blend none or departure",
            code: "attention_not_controllable")
    {
        (Fault, Found, Expected) = (fault, found, expected);
        (SafeProblem, MayRetry) = ("The image model's network does not show its attention", true);
    }

    /// <summary>Gets what kind of obstacle it is.</summary>
    public AttentionFault Fault { get; }
}
