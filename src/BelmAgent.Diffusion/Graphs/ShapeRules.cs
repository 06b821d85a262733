using BelmAgent.Diffusion.Graphs;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Computes the shape of an operator's first output.</summary>
internal static class ShapeRules
{
    /// <summary>Returns the shape; null if it cannot be determined.</summary>
    public static long[]? Infer(NodeProto node, TensorFact[] inputs, long opset)
    {
        var first = inputs.FirstOrDefault() ?? TensorFact.Unknown;
        var shape = first.Shape;
        return node.OpType switch
        {
            "Shape" => shape is null ? null : [shape[ShapeRange(node, shape.Length)].Length],
            "Size" => [],
            "ConstantOfShape" => Longs(first),
            "Range" => Range(inputs),
            "Expand" => Broadcast([shape, Longs(inputs[1])]),
            "Add" or "Sub" or "Mul" or "Div" or "Pow" or "Mod" or "Max" or "Min" or "Sum" or "Mean" or "Where" or "PRelu"
                or "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "And" or "Or" or "Xor"
                => Broadcast(inputs.Select(input => input.Shape)),
            "If" or "Loop" or "Scan" or "NonZero" => null,
            _ when shape is null => null,
            "Reshape" => Reshape(node, shape, Longs(inputs[1])),
            "Flatten" => Flatten(node, shape),
            "Transpose" => [.. (node.Ints("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse().Select(i => (long)i)]).Select(i => shape[i])],
            "Squeeze" => Squeeze(shape, Axes(node, inputs)),
            "Unsqueeze" => Unsqueeze(shape, Axes(node, inputs)),
            "Concat" => Concat(node, inputs),
            "Gather" => inputs[1].Shape is { } indices ? Gather(shape, indices, Axis(node.Int("axis", 0), shape.Length)) : null,
            "Slice" => Slice(node, inputs),
            "Tile" => Longs(inputs[1]) is { } repeats ? [.. shape.Zip(repeats, (size, repeat) => size * repeat)] : null,
            "Pad" => Pad(node, inputs),
            "MatMul" => inputs[1].Shape is { } right ? MatMul(shape, right) : null,
            "Gemm" => Gemm(node, inputs),
            "Einsum" => inputs is [_, { Shape: { } other }] ? EinsumEquation.Parse(node)?.Shape(shape, other) : null,
            "Conv" => Convolution(node, inputs),
            "ConvTranspose" => Deconvolution(node, inputs),
            "MaxPool" or "AveragePool" or "LpPool" => Window(node, shape, shape[1], node.Ints("kernel_shape") ?? []),
            "GlobalAveragePool" or "GlobalMaxPool" => [.. shape.Select((size, axis) => axis < 2 ? size : 1)],
            "SpaceToDepth" => Blocks(shape, node.Int("blocksize", 1), down: true),
            "DepthToSpace" => Blocks(shape, node.Int("blocksize", 1), down: false),
            "Resize" => Resize(shape, inputs.ElementAtOrDefault(3), inputs.ElementAtOrDefault(2)),
            "Upsample" => Resize(shape, null, inputs.ElementAtOrDefault(1)),
            _ when node.OpType.StartsWith("Reduce", StringComparison.Ordinal) || node.OpType is "ArgMax" or "ArgMin" => Reduce(node, inputs, opset),
            _ => shape,
        };
    }

    public static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

    public static long[] With(long[] shape, int axis, long size)
    {
        long[] result = [.. shape];
        result[axis] = size;
        return result;
    }

    /// <summary>Returns the axes of Squeeze, Unsqueeze and Reduce: an attribute before opset 13 (18 for Reduce), an input since.</summary>
    public static long[]? Axes(NodeProto node, TensorFact[] inputs) =>
        node.Ints("axes") ?? (inputs.Length > 1 ? Longs(inputs[1]) : node.Is("ArgMax", "ArgMin") ? [node.Int("axis", 0)] : null);

    public static long[]? Longs(TensorFact fact) => fact.Values?.Select(value => (long)value).ToArray();

    public static Range ShapeRange(NodeProto node, int rank)
    {
        int At(long index) => (int)Math.Clamp(index < 0 ? index + rank : index, 0, rank);
        var start = At(node.Int("start", 0));
        return start..Math.Max(start, At(node.Int("end", rank)));
    }

    /// <summary>Returns the start, step and number of elements of a Slice on one axis.</summary>
    public static (long Start, long Step, long Count) SliceOf(long size, double start, double end, double step)
    {
        var (from, to) = step > 0
            ? (Math.Clamp(start < 0 ? start + size : start, 0, size), Math.Clamp(end < 0 ? end + size : end, 0, size))
            : (Math.Clamp(start < 0 ? start + size : start, 0, size - 1), Math.Clamp(end < 0 ? end + size : end, -1, size - 1));
        return ((long)from, (long)step, (long)Math.Max(0, Math.Ceiling((to - from) / step)));
    }

    /// <summary>Returns the sizes of a Slice's result; null if they are not known.</summary>
    public static long[]? Slice(NodeProto node, TensorFact[] inputs)
    {
        if (inputs[0].Shape is not { } shape || inputs.ElementAtOrDefault(1)?.Values is not { } starts || inputs.ElementAtOrDefault(2)?.Values is not { } ends)
        {
            return null;
        }

        long[] result = [.. shape];
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = Axis(inputs.ElementAtOrDefault(3)?.Values is { } axes ? (long)axes[i] : i, shape.Length);
            var step = inputs.ElementAtOrDefault(4)?.Values is { } steps ? steps[i] : 1;
            result[axis] = SliceOf(shape[axis], starts[i], ends[i], step).Count;
        }

        return result;
    }

    public static long[]? Broadcast(IEnumerable<long[]?> shapes)
    {
        long[] result = [];
        foreach (var shape in shapes)
        {
            if (shape is null)
            {
                return null;
            }

            var rank = Math.Max(result.Length, shape.Length);
            var (a, b) = (result, shape);
            result = new long[rank];
            for (var axis = 0; axis < rank; axis++)
            {
                var left = axis - rank + a.Length is >= 0 and var i ? a[i] : 1;
                var right = axis - rank + b.Length is >= 0 and var j ? b[j] : 1;
                result[axis] = left == 1 ? right : left;
            }
        }

        return result;
    }

    private static long[]? Range(TensorFact[] inputs) =>
        inputs is [{ Values: [var start] }, { Values: [var limit] }, { Values: [var delta] }]
            ? [(long)Math.Max(0, Math.Ceiling((limit - start) / delta))]
            : null;

    private static long[]? Reshape(NodeProto node, long[] shape, long[]? wanted)
    {
        if (wanted is null)
        {
            return null;
        }

        var keepsZero = node.Int("allowzero", 0) != 0;
        long[] result = [.. wanted.Select((size, axis) => size == 0 && !keepsZero && axis < shape.Length ? shape[axis] : size)];
        var open = Array.IndexOf(result, -1);
        if (open >= 0)
        {
            var others = result.Where((_, axis) => axis != open).Aggregate(1L, (product, size) => product * size);
            result[open] = others == 0 ? 0 : shape.Aggregate(1L, (product, size) => product * size) / others;
        }

        return result;
    }

    private static long[] Flatten(NodeProto node, long[] shape)
    {
        var axis = Axis(node.Int("axis", 1), shape.Length);
        return [shape[..axis].Aggregate(1L, (product, size) => product * size), shape[axis..].Aggregate(1L, (product, size) => product * size)];
    }

    private static long[] Squeeze(long[] shape, long[]? axes) =>
        [.. shape.Where((size, axis) => axes is null ? size != 1 : !axes.Select(a => Axis(a, shape.Length)).Contains(axis))];

    private static long[]? Unsqueeze(long[] shape, long[]? axes)
    {
        if (axes is null)
        {
            return null;
        }

        List<long> result = [.. shape];
        foreach (var axis in axes.Select(axis => Axis(axis, shape.Length + axes.Length)).Order())
        {
            result.Insert(axis, 1);
        }

        return [.. result];
    }

    private static long[]? Concat(NodeProto node, TensorFact[] inputs)
    {
        if (inputs.Any(input => input.Shape is null))
        {
            return null;
        }

        var axis = Axis(node.Int("axis", 0), inputs[0].Shape!.Length);
        return With(inputs[0].Shape!, axis, inputs.Sum(input => input.Shape![axis]));
    }

    private static long[] Gather(long[] shape, long[] indices, int axis) => [.. shape[..axis], .. indices, .. shape[(axis + 1)..]];

    private static long[]? Pad(NodeProto node, TensorFact[] inputs)
    {
        var shape = inputs[0].Shape!;
        var pads = node.Ints("pads") ?? (inputs.Length > 1 ? Longs(inputs[1]) : null);
        var axes = inputs.ElementAtOrDefault(3) is { } given ? Longs(given) : null;
        if (pads is null)
        {
            return null;
        }

        long[] result = [.. shape];
        var count = pads.Length / 2;
        for (var i = 0; i < count; i++)
        {
            result[Axis(axes is null ? i : axes[i], shape.Length)] += pads[i] + pads[i + count];
        }

        return result;
    }

    private static long[]? MatMul(long[] left, long[] right)
    {
        if (left.Length < 2 || right.Length < 2)
        {
            return null;
        }

        return Broadcast([left[..^2], right[..^2]]) is { } batch ? [.. batch, left[^2], right[^1]] : null;
    }

    private static long[]? Gemm(NodeProto node, TensorFact[] inputs) =>
        inputs[0].Shape is { Length: 2 } a && inputs[1].Shape is { Length: 2 } b
            ? [a[node.Int("transA", 0) != 0 ? 1 : 0], b[node.Int("transB", 0) != 0 ? 0 : 1]]
            : null;

    private static long[]? Convolution(NodeProto node, TensorFact[] inputs) =>
        inputs[1].Shape is { Length: > 2 } weight ? Window(node, inputs[0].Shape!, weight[0], weight[2..]) : null;

    private static long[] Window(NodeProto node, long[] shape, long channels, long[] kernel)
    {
        long[] result = [shape[0], channels, .. shape[2..]];
        var (strides, pads, dilations) = (node.Ints("strides"), node.Ints("pads"), node.Ints("dilations"));
        var same = node.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal);
        var up = node.Int("ceil_mode", 0) != 0;
        for (var i = 0; i < kernel.Length; i++)
        {
            var stride = strides?[i] ?? 1;
            var reach = ((dilations?[i] ?? 1) * (kernel[i] - 1)) + 1;
            var room = shape[i + 2] + (pads?[i] ?? 0) + (pads?[i + kernel.Length] ?? 0) - reach;
            result[i + 2] = same ? (shape[i + 2] + stride - 1) / stride : ((room + (up ? stride - 1 : 0)) / stride) + 1;
        }

        return result;
    }

    private static long[]? Deconvolution(NodeProto node, TensorFact[] inputs)
    {
        if (inputs[1].Shape is not { Length: > 2 } weight)
        {
            return null;
        }

        var shape = inputs[0].Shape!;
        long[] result = [shape[0], weight[1] * node.Int("group", 1), .. shape[2..]];
        var (strides, pads, dilations, extra) = (node.Ints("strides"), node.Ints("pads"), node.Ints("dilations"), node.Ints("output_padding"));
        var spatial = shape.Length - 2;
        for (var i = 0; i < spatial; i++)
        {
            result[i + 2] = ((shape[i + 2] - 1) * (strides?[i] ?? 1)) + (extra?[i] ?? 0)
                + ((weight[i + 2] - 1) * (dilations?[i] ?? 1)) + 1 - (pads?[i] ?? 0) - (pads?[i + spatial] ?? 0);
        }

        return result;
    }

    private static long[]? Blocks(long[] shape, long block, bool down) => shape.Length != 4 ? null : down
        ? [shape[0], shape[1] * block * block, shape[2] / block, shape[3] / block]
        : [shape[0], shape[1] / (block * block), shape[2] * block, shape[3] * block];

    private static long[]? Resize(long[] shape, TensorFact? sizes, TensorFact? scales) =>
        sizes?.Values is { Length: > 0 } given && given.Length == shape.Length ? [.. given.Select(size => (long)size)]
        : scales?.Values is { } factors && factors.Length == shape.Length ? [.. shape.Zip(factors, (size, factor) => (long)Math.Floor(size * factor))]
        : null;

    private static long[]? Reduce(NodeProto node, TensorFact[] inputs, long opset)
    {
        var shape = inputs[0].Shape!;
        var axes = Axes(node, inputs)?.Select(axis => Axis(axis, shape.Length)).ToHashSet();
        if (axes is null && inputs.Length > 1 && opset >= 13 && inputs[1] != TensorFact.Unknown)
        {
            return null;
        }

        bool Goes(int axis) => axes is null || axes.Contains(axis);
        return node.Int("keepdims", 1) != 0
            ? [.. shape.Select((size, axis) => Goes(axis) ? 1 : size)]
            : [.. shape.Where((_, axis) => !Goes(axis))];
    }
}
