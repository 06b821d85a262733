using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Outline;

/// <summary>An input or output that a graph declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type, such as float32, float16 or int64; "none" if it is not a tensor.</param>
/// <param name="Dimensions">Sizes, each a number, the name of a free dimension, or "?"; null if the rank is not declared.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record GraphPort(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] IReadOnlyList<string>? Dimensions)
{
    /// <summary>Returns name, type and shape on one line, as in "sample float32[batch, 4, 64, 64]".</summary>
    public override string ToString() => $"{Name} {Type}[{(Dimensions is null ? "…" : string.Join(", ", Dimensions))}]";

    /// <summary>Returns the size along a dimension; null if it is free or not declared.</summary>
    internal long? Size(int dimension) =>
        Dimensions is not null && dimension < Dimensions.Count && long.TryParse(Dimensions[dimension], out var size) && size > 0 ? size : null;
}
