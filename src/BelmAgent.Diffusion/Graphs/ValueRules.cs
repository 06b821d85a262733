using BelmAgent.Diffusion.Graphs;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Computes the values that an operator derives from shapes and constants.</summary>
internal static class ValueRules
{
    /// <summary>Returns the values of the first output; null if they cannot be determined.</summary>
    public static double[]? Infer(NodeProto node, TensorFact[] inputs, long[] shape)
    {
        if (node.Is("Shape"))
        {
            return [.. inputs[0].Shape![ShapeRules.ShapeRange(node, inputs[0].Shape!.Length)].Select(size => (double)size)];
        }

        if (node.Is("Size"))
        {
            return inputs[0].Shape is null ? null : [inputs[0].Length];
        }

        if (node.Is("ConstantOfShape"))
        {
            return [.. Enumerable.Repeat(node.Find("value")?.T.SmallValues(1)?[0] ?? 0, Count(shape))];
        }

        if (inputs.Any(input => input.Values is null && input != TensorFact.Unknown))
        {
            return null;
        }

        var first = inputs.FirstOrDefault()?.Values;
        return node.OpType switch
        {
            _ when first is null => null,
            "Cast" => ElementTypes.Infer(node, inputs) is DataType.Int64 or DataType.Int32 ? [.. first.Select(Math.Truncate)] : first,
            "Identity" or "Squeeze" or "Unsqueeze" or "Reshape" or "Flatten" => first,
            "Neg" => [.. first.Select(value => -value)],
            "Abs" => [.. first.Select(Math.Abs)],
            "Floor" => [.. first.Select(Math.Floor)],
            "Ceil" => [.. first.Select(Math.Ceiling)],
            "Sqrt" => [.. first.Select(Math.Sqrt)],
            "Not" => [.. first.Select(value => value == 0 ? 1.0 : 0)],
            "Concat" => inputs.All(input => input.Shape?.Length == 1) ? [.. inputs.SelectMany(input => input.Values!)] : null,
            "Gather" => Gather(inputs, shape),
            "Slice" => Slice(inputs),
            "Range" => [.. Enumerable.Range(0, Count(shape)).Select(i => first[0] + (i * inputs[2].Values![0]))],
            "Expand" => Broadcast([inputs[0]], shape, values => values[0]),
            "ReduceProd" => shape.Length <= 1 && Count(shape) == 1 ? [first.Aggregate(1.0, (product, value) => product * value)] : null,
            "Add" => Broadcast(inputs, shape, values => values[0] + values[1]),
            "Sub" => Broadcast(inputs, shape, values => values[0] - values[1]),
            "Mul" => Broadcast(inputs, shape, values => values[0] * values[1]),
            "Div" => Broadcast(inputs, shape, IsWhole(inputs[0]) ? values => Math.Truncate(values[0] / values[1]) : values => values[0] / values[1]),
            "Mod" => Broadcast(inputs, shape, values => values[0] - (values[1] * Math.Floor(values[0] / values[1]))),
            "Pow" => Broadcast(inputs, shape, values => Math.Pow(values[0], values[1])),
            "Max" => Broadcast(inputs, shape, values => values.Max()),
            "Min" => Broadcast(inputs, shape, values => values.Min()),
            "Equal" => Broadcast(inputs, shape, values => values[0] == values[1] ? 1 : 0),
            "Less" => Broadcast(inputs, shape, values => values[0] < values[1] ? 1 : 0),
            "LessOrEqual" => Broadcast(inputs, shape, values => values[0] <= values[1] ? 1 : 0),
            "Greater" => Broadcast(inputs, shape, values => values[0] > values[1] ? 1 : 0),
            "GreaterOrEqual" => Broadcast(inputs, shape, values => values[0] >= values[1] ? 1 : 0),
            "And" => Broadcast(inputs, shape, values => values[0] * values[1]),
            "Or" => Broadcast(inputs, shape, values => Math.Max(values[0], values[1])),
            "Where" => Broadcast(inputs, shape, values => values[0] != 0 ? values[1] : values[2]),
            _ => null,
        };
    }

    private static bool IsWhole(TensorFact fact) => fact.Type is DataType.Int64 or DataType.Int32;

    private static int Count(long[] shape) => (int)shape.Aggregate(1L, (product, size) => product * size);

    private static double[]? Gather(TensorFact[] inputs, long[] shape)
    {
        var data = inputs[0].Values!;
        if (inputs[0].Shape is not { Length: 1 } || inputs[1].Values is not { } indices || indices.Length != Count(shape))
        {
            return null;
        }

        return indices.All(index => index >= -data.Length && index < data.Length)
            ? [.. indices.Select(index => data[(int)(index < 0 ? index + data.Length : index)])]
            : null;
    }

    private static double[]? Slice(TensorFact[] inputs)
    {
        var data = inputs[0].Values!;
        if (inputs[0].Shape is not { Length: 1 } || inputs is not [_, { Values: [var start] }, { Values: [var end] }, ..])
        {
            return null;
        }

        var step = inputs.ElementAtOrDefault(4)?.Values is [var given] ? given : 1;
        var (from, by, count) = ShapeRules.SliceOf(data.Length, start, end, step);
        return [.. Enumerable.Range(0, (int)count).Select(i => data[from + (i * by)])];
    }

    private static double[]? Broadcast(TensorFact[] inputs, long[] shape, Func<double[], double> combine)
    {
        var result = new double[Count(shape)];
        var operands = new double[inputs.Length];
        for (var i = 0; i < result.Length; i++)
        {
            for (var j = 0; j < inputs.Length; j++)
            {
                operands[j] = inputs[j].Values![Index(i, shape, inputs[j].Shape!)];
            }

            result[i] = combine(operands);
        }

        return result;
    }

    // The index in an operand of an element of the broadcast result.
    private static int Index(int index, long[] shape, long[] operand)
    {
        var (result, stride) = (0, 1);
        for (var back = 1; back <= shape.Length; back++)
        {
            var coordinate = (int)(index % shape[^back]);
            index /= (int)shape[^back];
            if (back <= operand.Length)
            {
                result += operand[^back] == 1 ? 0 : coordinate * stride;
                stride *= (int)operand[^back];
            }
        }

        return result;
    }
}
