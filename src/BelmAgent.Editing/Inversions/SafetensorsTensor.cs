using System.Runtime.InteropServices;

namespace BelmAgent.Editing.Inversions;

/// <summary>One tensor: a type, a shape, and its elements in row-major order.</summary>
/// <remarks>Immutable by convention: arrays passed in belong to the tensor. Safe to share between threads.</remarks>
public sealed class SafetensorsTensor
{
    private readonly Array _elements;

    private SafetensorsTensor(SafetensorsType type, IReadOnlyList<int> shape, Array elements)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(elements);
        if (shape.Any(length => length < 0) || shape.Aggregate(1L, (count, length) => checked(count * length)) != elements.Length)
        {
            throw new ArgumentException(
                $"The shape [{string.Join(", ", shape)}] does not hold {elements.Length} elements.", nameof(shape));
        }

        (Type, Shape, _elements) = (type, [.. shape], elements);
    }

    /// <summary>Gets the type of the elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>Gets the length of each dimension, each at least 0; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Gets the number of elements.</summary>
    public int Count => _elements.Length;

    /// <summary>Gets the elements of an F64 tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another type.</exception>
    public ReadOnlySpan<double> Doubles => Elements<double>(SafetensorsType.F64);

    /// <summary>Gets the elements of an F32 tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another type.</exception>
    public ReadOnlySpan<float> Floats => Elements<float>(SafetensorsType.F32);

    /// <summary>Gets the elements of an I64 tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another type.</exception>
    public ReadOnlySpan<long> Integers => Elements<long>(SafetensorsType.I64);

    /// <summary>Gets the elements as stored in memory and in the file.</summary>
    internal Span<byte> Bytes => Type switch
    {
        SafetensorsType.F32 => MemoryMarshal.AsBytes(((float[])_elements).AsSpan()),
        SafetensorsType.F64 => MemoryMarshal.AsBytes(((double[])_elements).AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])_elements).AsSpan()),
    };

    /// <summary>Wraps doubles as an F64 tensor, without copying.</summary>
    /// <param name="shape">Length of each dimension.</param>
    /// <param name="elements">The elements, as many as the shape has.</param>
    /// <exception cref="ArgumentException">The number of elements does not match the shape.</exception>
    public static SafetensorsTensor Create(IReadOnlyList<int> shape, double[] elements) => new(SafetensorsType.F64, shape, elements);

    /// <summary>Wraps floats as an F32 tensor, without copying.</summary>
    /// <param name="shape">Length of each dimension.</param>
    /// <param name="elements">The elements, as many as the shape has.</param>
    /// <exception cref="ArgumentException">The number of elements does not match the shape.</exception>
    public static SafetensorsTensor Create(IReadOnlyList<int> shape, float[] elements) => new(SafetensorsType.F32, shape, elements);

    /// <summary>Wraps integers as an I64 tensor, without copying.</summary>
    /// <param name="shape">Length of each dimension.</param>
    /// <param name="elements">The elements, as many as the shape has.</param>
    /// <exception cref="ArgumentException">The number of elements does not match the shape.</exception>
    public static SafetensorsTensor Create(IReadOnlyList<int> shape, long[] elements) => new(SafetensorsType.I64, shape, elements);

    /// <summary>Creates a tensor of zeros, to be filled through <see cref="Bytes"/>.</summary>
    internal static SafetensorsTensor Zeros(SafetensorsType type, IReadOnlyList<int> shape, int count) => type switch
    {
        SafetensorsType.F32 => Create(shape, new float[count]),
        SafetensorsType.F64 => Create(shape, new double[count]),
        _ => Create(shape, new long[count]),
    };

    private ReadOnlySpan<T> Elements<T>(SafetensorsType type) => Type == type
        ? (T[])_elements
        : throw new InvalidOperationException($"The tensor holds {Type}, not {type}.");
}

/// <summary>Element types of stored tensors; the names are the format's own.</summary>
public enum SafetensorsType
{
    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>64-bit signed integer.</summary>
    I64,
}
