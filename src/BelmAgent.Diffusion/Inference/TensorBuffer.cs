using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Inference;

/// <summary>The memory of one model input or output in the model's element type, accessed as double or float.</summary>
/// <remarks>Allocated once and reused; the ONNX value sees writes in place. Not safe to share between threads.</remarks>
internal sealed class TensorBuffer : IDisposable
{
    private readonly Array _data;

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="type">Element type; it must be supported (<see cref="Supports"/>).</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    public TensorBuffer(TensorElementType type, long[] shape)
    {
        Type = type;
        Shape = shape;
        Length = checked((int)shape.Aggregate(1L, (product, size) => product * size));
        (_data, Value) = type switch
        {
            TensorElementType.Float => Create<float>(),
            TensorElementType.Double => Create<double>(),
            TensorElementType.Float16 => Create<Float16>(),
            TensorElementType.Int64 => Create<long>(),
            TensorElementType.Int32 => Create<int>(),
            TensorElementType.Bool => Create<bool>(),
            _ => throw new NotSupportedException($"Tensors of {type} are not supported."),
        };
    }

    public TensorElementType Type { get; }

    public long[] Shape { get; }

    public int Length { get; }

    public OrtValue Value { get; }

    public bool IsWhole => Type is TensorElementType.Int64 or TensorElementType.Int32;

    /// <summary>
    /// Returns whether memory can be provided for a network's input or output of a type: float, double, float16, int64, int32 or bool.
    /// </summary>
    public static bool Supports(TensorElementType type) => type is TensorElementType.Float or TensorElementType.Double
        or TensorElementType.Float16 or TensorElementType.Int64 or TensorElementType.Int32 or TensorElementType.Bool;

    /// <summary>Writes numbers starting at an offset, rounding to the element type.</summary>
    public void Write(ReadOnlySpan<double> source, int offset = 0)
    {
        switch (_data)
        {
            case float[] data:
                TensorPrimitives.ConvertSaturating(source, data.AsSpan(offset, source.Length));
                break;
            case double[] data:
                source.CopyTo(data.AsSpan(offset));
                break;
            case Float16[] data:
                TensorPrimitives.ConvertSaturating(source, Halves(data).Slice(offset, source.Length));
                break;
            case long[] data:
                TensorPrimitives.ConvertSaturating(source, data.AsSpan(offset, source.Length));
                break;
            case int[] data:
                TensorPrimitives.ConvertSaturating(source, data.AsSpan(offset, source.Length));
                break;
        }
    }

    /// <summary>Writes numbers starting at an offset, rounding to the element type.</summary>
    public void Write(ReadOnlySpan<float> source, int offset = 0)
    {
        switch (_data)
        {
            case float[] data:
                source.CopyTo(data.AsSpan(offset));
                break;
            case double[] data:
                TensorPrimitives.ConvertSaturating(source, data.AsSpan(offset, source.Length));
                break;
            case Float16[] data:
                TensorPrimitives.ConvertToHalf(source, Halves(data).Slice(offset, source.Length));
                break;
            default:
                throw new NotSupportedException($"Fractions cannot be written to a tensor of {Type}.");
        }
    }

    /// <summary>Fills the buffer with one number.</summary>
    public void Fill(float value)
    {
        switch (_data)
        {
            case float[] data:
                data.AsSpan().Fill(value);
                break;
            case double[] data:
                data.AsSpan().Fill(value);
                break;
            case Float16[] data:
                Halves(data).Fill((Half)value);
                break;
            default:
                throw new NotSupportedException($"Fractions cannot be written to a tensor of {Type}.");
        }
    }

    /// <summary>Writes integers.</summary>
    public void Write(ReadOnlySpan<int> source, int offset = 0)
    {
        switch (_data)
        {
            case long[] data:
                TensorPrimitives.ConvertSaturating(source, data.AsSpan(offset, source.Length));
                break;
            case int[] data:
                source.CopyTo(data.AsSpan(offset));
                break;
            default:
                throw new NotSupportedException($"Token ids cannot be written to a tensor of {Type}.");
        }
    }

    /// <summary>Reads as many numbers as fit, starting at an offset.</summary>
    public void Read(Span<double> destination, int offset = 0)
    {
        switch (_data)
        {
            case float[] data:
                TensorPrimitives.ConvertSaturating<float, double>(data.AsSpan(offset, destination.Length), destination);
                break;
            case double[] data:
                data.AsSpan(offset, destination.Length).CopyTo(destination);
                break;
            case Float16[] data:
                TensorPrimitives.ConvertSaturating<Half, double>(Halves(data).Slice(offset, destination.Length), destination);
                break;
            default:
                throw new NotSupportedException($"A tensor of {Type} is no output of a network.");
        }
    }

    /// <summary>Reads as many numbers as fit, starting at an offset.</summary>
    public void Read(Span<float> destination, int offset = 0)
    {
        switch (_data)
        {
            case float[] data:
                data.AsSpan(offset, destination.Length).CopyTo(destination);
                break;
            case double[] data:
                TensorPrimitives.ConvertSaturating<double, float>(data.AsSpan(offset, destination.Length), destination);
                break;
            case Float16[] data:
                TensorPrimitives.ConvertToSingle(Halves(data).Slice(offset, destination.Length), destination);
                break;
            default:
                throw new NotSupportedException($"A tensor of {Type} is no output of a network.");
        }
    }

    /// <summary>Returns whether no element is NaN or infinite.</summary>
    public bool IsFinite() => _data switch
    {
        float[] data => TensorPrimitives.IsFiniteAll<float>(data),
        double[] data => TensorPrimitives.IsFiniteAll<double>(data),
        Float16[] data => TensorPrimitives.IsFiniteAll<Half>(Halves(data)),
        _ => true,
    };

    /// <summary>Reads one element of a tensor of flags.</summary>
    public bool IsTrue(int index) => _data is bool[] data ? data[index] : throw new NotSupportedException($"A tensor of {Type} holds no flags.");

    public void Dispose() => Value.Dispose();

    private static Span<Half> Halves(Float16[] data) => MemoryMarshal.Cast<Float16, Half>(data.AsSpan());

    private (Array Data, OrtValue Value) Create<T>()
        where T : unmanaged
    {
        var data = new T[Length];
        return (data, OrtValue.CreateTensorValueFromMemory(data, Shape));
    }
}
