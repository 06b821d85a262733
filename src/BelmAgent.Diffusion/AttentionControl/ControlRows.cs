using System.Globalization;
using BelmAgent.Diffusion.Graphs;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Locates the source's and the target's rows in tensors whose axis 0 has a fixed number of entries per row of the batch.</summary>
/// <remarks>
/// The target is the last row and the source the one before it, or the same row in a batch of one. They are located at run time, once
/// per call.
/// </remarks>
internal sealed class ControlRows
{
    private readonly GraphSpot _start;
    private readonly string _rows;
    private readonly string _target;
    private readonly string _source;
    private readonly Dictionary<string, string> _made = [];

    public ControlRows(GraphSpot start)
    {
        _start = start;
        var one = start.WholeScalar(1);
        _rows = start.Op("Gather", "axis", 0, start.Op("Shape", "sample"), start.WholeScalar(0));
        _target = start.Op("Sub", _rows, one);
        _source = start.Op("Max", start.Op("Sub", _target, one), start.WholeScalar(0));
    }

    public string TakeSource(GraphSpot spot, string tensor, int stride) => Take(spot, tensor, nameof(_source), _source, stride);

    public string TakeTarget(GraphSpot spot, string tensor, int stride) => Take(spot, tensor, nameof(_target), _target, stride);

    /// <summary>Adds the target's row to a tensor, under a given name.</summary>
    public void AddToTarget(GraphSpot spot, string tensor, string row, int rank, int stride, string name)
    {
        var pads = Once($"pads {rank} {stride}", start =>
            start.Op("Concat", "axis", 0, Vector(Begin(nameof(_target), _target, stride)), start.Whole(new long[(2 * rank) - 1])));
        spot.Named(name, "Add", tensor, spot.Op("Pad", row, pads));
    }

    /// <summary>Returns a tensor [rows·stride, 1, …] that is false at the target's row and true elsewhere.</summary>
    public string NotTarget(int rank, int stride) => Once($"not target {rank} {stride}", start =>
    {
        var all = start.Op("Range", start.WholeScalar(0), Times(_rows, stride), start.WholeScalar(1));
        var before = start.Op("Less", all, Begin(nameof(_target), _target, stride));
        return start.Op("Reshape", before, start.Whole([-1, .. Enumerable.Repeat(1L, rank - 1)]));
    });

    /// <summary>Creates a tensor at the start of the graph, or returns the one created before under the same key.</summary>
    public string Once(string key, Func<GraphSpot, string> make)
    {
        if (!_made.TryGetValue(key, out var tensor))
        {
            _made.Add(key, tensor = make(_start));
        }

        return tensor;
    }

    /// <summary>Returns a control input converted to another element type.</summary>
    public string As(string input, DataType type) => Once($"{input} as {type}", start => start.Cast(input, DataType.Float, type));

    private string Take(GraphSpot spot, string tensor, string name, string row, int stride)
    {
        var begin = Once($"{name} vector {stride}", _ => Vector(Begin(name, row, stride)));
        var end = Once($"{name} end {stride}", start => start.Op("Add", begin, start.Whole(stride)));
        return spot.Op("Slice", tensor, begin, end, Once("axis 0", start => start.Whole(0)));
    }

    private string Begin(string name, string row, int stride) => Once($"{name} {stride}", _ => Times(row, stride));

    private string Times(string scalar, int stride) => stride == 1
        ? scalar
        : Once(string.Create(CultureInfo.InvariantCulture, $"{scalar} times {stride}"), start => start.Op("Mul", scalar, start.WholeScalar(stride)));

    private string Vector(string scalar) => Once($"{scalar} as vector", start => start.Op("Reshape", scalar, start.Whole(1)));
}
