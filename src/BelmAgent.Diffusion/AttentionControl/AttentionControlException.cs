using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The attention of a UNet cannot be controlled, since its graph does not show the maps.</summary>
/// <param name="path">The model file.</param>
/// <param name="fault">What kind of obstacle.</param>
/// <param name="found">What the graph has.</param>
/// <param name="expected">What is needed.</param>
public sealed class AttentionControlException(string path, AttentionFault fault, string found, string expected) : ModelException(
    path,
    $"The attention in {path} cannot be controlled: needed is {expected}, found was {found}; export the UNet again with the plain attention processor at an opset of 14 to 22, without fused optimisation, or edit without attention control.")
{
    /// <summary>What kind of obstacle.</summary>
    public AttentionFault Fault { get; } = fault;

    /// <summary>What the graph has.</summary>
    public string Found { get; } = found;

    /// <summary>What is needed.</summary>
    public string Expected { get; } = expected;
}
