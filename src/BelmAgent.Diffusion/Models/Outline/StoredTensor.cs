namespace BelmAgent.Diffusion.Models.Outline;

/// <summary>Weights that a graph names, without their content.</summary>
/// <param name="Name">Name of the tensor; may be empty.</param>
/// <param name="Type">ONNX's number of the element type.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="RawLength">Bytes of its content in the graph's file as raw data; null where it is written in another way.</param>
/// <param name="IsExternal">Whether the content is in a file beside the graph.</param>
/// <param name="External">What it says of that file: location, offset, length and perhaps more.</param>
internal sealed record StoredTensor(
    string Name, int Type, IReadOnlyList<long> Dimensions, long? RawLength, bool IsExternal, IReadOnlyList<KeyValuePair<string, string>> External)
{
    /// <summary>Returns the bytes that the shape and the type ask for; null where the type has no fixed size.</summary>
    /// <exception cref="WireFormatException">A size is negative, or they are more than any file has.</exception>
    public long? Bytes()
    {
        if (ElementType.Bits(Type) is not { } bits)
        {
            return null;
        }

        try
        {
            var elements = 1L;
            foreach (var size in Dimensions)
            {
                elements = size >= 0 ? checked(elements * size) : throw new WireFormatException($"the weights '{Name}' have a size of {size}");
            }

            return checked((elements * bits + 7) / 8);
        }
        catch (OverflowException e)
        {
            throw new WireFormatException($"the weights '{Name}' are larger than any file", e);
        }
    }
}
