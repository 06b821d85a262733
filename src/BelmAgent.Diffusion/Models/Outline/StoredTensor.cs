namespace BelmAgent.Diffusion.Models.Outline;

/// <summary>Weights in a graph, without their content.</summary>
/// <param name="Name">Name of the tensor; may be empty.</param>
/// <param name="Type">ONNX's number for the element type.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="RawLength">Bytes of its content in the graph's file as raw data; null if it is stored in another form.</param>
/// <param name="IsExternal">Whether the content is in a file beside the graph.</param>
/// <param name="External">Its reference to that file: location, offset, length and possibly more.</param>
internal sealed record StoredTensor(
    string Name, int Type, IReadOnlyList<long> Dimensions, long? RawLength, bool IsExternal, IReadOnlyList<KeyValuePair<string, string>> External)
{
    /// <summary>Returns the bytes that shape and type require; null if the type has no fixed size.</summary>
    /// <exception cref="InvalidDataException">A size is negative, or the total is larger than any file.</exception>
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
                elements = size >= 0 ? checked(elements * size) : throw new InvalidDataException($"the weights '{Name}' have a size of {size}");
            }

            return checked((elements * bits + 7) / 8);
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException($"the weights '{Name}' are larger than any file", e);
        }
    }
}
