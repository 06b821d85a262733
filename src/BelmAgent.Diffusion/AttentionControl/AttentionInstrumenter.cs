using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.PromptToPrompt;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>
/// Adds attention control to a UNet's graph. With A a map and V the values, both controls of the target's map are linear, (A_src·W₁ +
/// A_tgt·diag w₂)·V_tgt = A_src·(W₁·V_tgt) + A_tgt·(w₂ ⊙ V_tgt), so only the small V is edited and one row's product added; no map is
/// copied or written. Self layers do the same with W₁ = g·I and w₂ = 1 − g.
/// </summary>
internal sealed class AttentionInstrumenter
{
    /// <summary>
    /// The version of the edits. It changes with every change of the output, so that graphs edited by an older version are not reused.
    /// </summary>
    public const int Version = 2;

    private readonly GraphEditor _editor;
    private readonly GraphIndex _index;
    private readonly ShapeWalk _shapes;
    private readonly ControlRows _rows;
    private readonly List<string> _blends = [];
    private readonly Dictionary<string, string[]> _parts = [];

    private AttentionInstrumenter(GraphProto graph, GraphIndex index, ShapeWalk shapes)
    {
        (_editor, _index, _shapes) = (new GraphEditor(graph, "belm_control/"), index, shapes);
        _rows = new ControlRows(_editor.Start);
    }

    /// <summary>Edits a graph in place.</summary>
    /// <param name="path">The file's name for messages.</param>
    /// <param name="model">The UNet; its weights are not needed.</param>
    /// <param name="native">The latent size at which it was trained.</param>
    /// <param name="options">The layers to control.</param>
    /// <param name="size">The latent size for which to choose the self layers. Null: <paramref name="native"/>.</param>
    /// <returns>The layers that were found.</returns>
    /// <exception cref="AttentionControlException">The attention cannot be recognised in the graph.</exception>
    public static AttentionLayout Apply(string path, ModelProto model, LatentShape native, AttentionControlOptions options, LatentShape? size = null)
    {
        var (sites, shapes, index) = AttentionFinder.Find(path, model, native);
        var layout = LayoutRules.Lay(path, sites, index, shapes, options, size ?? native);
        var instrumenter = new AttentionInstrumenter(model.Graph, index, shapes);
        instrumenter.Write(sites, layout);
        instrumenter._editor.Apply();
        return layout;
    }

    private void Write(IReadOnlyList<AttentionSite> sites, AttentionLayout layout)
    {
        _editor.Input(ControlNames.CrossMap, 0, 0);
        _editor.Input(ControlNames.CrossKeep, 0);
        _editor.Input(ControlNames.Mutual, layout.Mutual.Count);
        _editor.RowsInput(ControlNames.MutualSource);
        if (layout.Self.Count > 0)
        {
            _editor.Input(ControlNames.Self, layout.Self.Count);
        }

        if (layout.BlendTokens > 0)
        {
            _editor.Input(ControlNames.BlendSource, 0);
            _editor.Input(ControlNames.BlendTarget, 0);
        }

        foreach (var (site, layer) in sites.Where(site => site.Kind == AttentionKind.Cross).Zip(layout.Cross))
        {
            Cross(site, layer.IsBlended);
        }

        var gate = 0;
        foreach (var (site, layer) in sites.Where(site => site.Kind == AttentionKind.Self).Zip(layout.Mutual))
        {
            Mutual(site, layer.Index, layout.Mutual.Count);
            if (layer.IsMapControlled)
            {
                Self(site, gate++, layout.Self.Count);
            }
        }

        if (_blends.Count > 0)
        {
            var sum = _editor.End.Op("Sum", [.. _blends]);
            _editor.End.Named(ControlNames.Blend, "Transpose", sum);
            _editor.Output(ControlNames.Blend, 2, 0);
        }
    }

    private void Cross(AttentionSite site, bool blended)
    {
        var keep = _rows.Once($"cross keep {site.Rank} {site.RowStride} {site.Type}", start => start.Op(
            "Where",
            _rows.NotTarget(site.Rank, site.RowStride),
            start.Number(site.Type, 1),
            start.Op("Reshape", _rows.As(ControlNames.CrossKeep, site.Type), start.Whole(-1, 1))));
        var spot = _editor.Before(site.Product);
        var source = _rows.TakeSource(spot, site.Map, site.RowStride);
        var taken = spot.Op("MatMul", _rows.As(ControlNames.CrossMap, site.Type), _rows.TakeTarget(spot, site.Values, site.RowStride));
        if (blended)
        {
            Blend(site, spot, source);
        }

        Replace(site, spot, keep, source, taken);
    }

    private void Self(AttentionSite site, int gate, int count)
    {
        var gates = Gates(ControlNames.Self, site.Type, count);
        var keeps = Part($"self keeps {site.Rank} {site.RowStride} {site.Type}", count, start =>
        {
            var kept = start.Op("Sub", start.Number(site.Type, 1), _rows.As(ControlNames.Self, site.Type));
            var column = start.Op("Reshape", kept, start.Whole([-1, .. Enumerable.Repeat(1L, site.Rank)]));
            var all = start.Op("Where", _rows.NotTarget(site.Rank, site.RowStride), start.Number(site.Type, 1), column);
            return start.Op("Reshape", all, start.Whole([-1, .. Enumerable.Repeat(1L, site.Rank - 1)]));
        });
        var spot = _editor.Before(site.Product);
        var source = _rows.TakeSource(spot, site.Map, site.RowStride);
        var taken = spot.Op("Mul", _rows.TakeTarget(spot, site.Values, site.RowStride), gates[gate]);
        Replace(site, spot, keeps[gate], source, taken);
    }

    // The product's output keeps its name, so its consumers receive the controlled one.
    private void Replace(AttentionSite site, GraphSpot spot, string keep, string source, string taken)
    {
        var (product, output) = (site.Product, site.Product.Output[0]);
        product.Input[1] = spot.Op("Mul", site.Values, keep);
        product.Output[0] = _editor.NewName("MatMul");
        var after = _editor.After(product);
        var row = after.Op("MatMul", source, taken);
        _rows.AddToTarget(after, product.Output[0], row, site.Rank, site.RowStride, output);
    }

    // The mean over all heads of the target's edited map, again as A_src·(W₁·b) + A_tgt·(w₂ ⊙ b).
    private void Blend(AttentionSite site, GraphSpot spot, string source)
    {
        var type = site.Type;
        string Column(GraphSpot start, string words) => start.Op("Reshape", _rows.As(words, type), start.Whole(-1, 1));
        var ofSource = _rows.Once($"blend of source {type}", start => start.Op(
            "Concat", "axis", 1, Column(start, ControlNames.BlendSource),
            start.Op("MatMul", _rows.As(ControlNames.CrossMap, type), Column(start, ControlNames.BlendTarget))));
        var ofTarget = _rows.Once($"blend of target {type}", start =>
        {
            var kept = start.Op("Mul", Column(start, ControlNames.CrossKeep), Column(start, ControlNames.BlendTarget));
            return start.Op("Concat", "axis", 1, start.Op("Sub", kept, kept), kept);
        });
        var target = _rows.TakeTarget(spot, site.Map, site.RowStride);
        var both = spot.Op("Add", spot.Op("MatMul", source, ofSource), spot.Op("MatMul", target, ofTarget));
        var mean = spot.Mean(both, site.Rank == 4 ? [0, 1] : [0], _shapes.Opset);
        _blends.Add(spot.Cast(mean, type, DataType.Float));
    }

    private void Mutual(AttentionSite site, int gate, int count)
    {
        var sources = _rows.As(ControlNames.MutualSource, DataType.Int64);
        foreach (var shared in site.Context.GroupBy(edge => edge.Tensor))
        {
            var type = _shapes[shared.Key].Type;
            var gates = Gates(ControlNames.Mutual, type, count);
            var others = Part($"mutual others {type}", count, start =>
                start.Op("Sub", start.Number(type, 1), _rows.As(ControlNames.Mutual, type)));
            var spot = _editor.Before(shared.MinBy(edge => _index.Position(edge.Node)).Node);
            var source = spot.Op("Mul", spot.Op("Gather", "axis", 0, shared.Key, sources), gates[gate]);
            var mixed = spot.Op("Add", spot.Op("Mul", shared.Key, others[gate]), source);
            foreach (var edge in shared)
            {
                edge.Node.Input[edge.Input] = mixed;
            }
        }
    }

    private string[] Gates(string input, DataType type, int count) => Part($"{input} gates {type}", count, _ => _rows.As(input, type));

    // One node splits a vector of gates into one tensor per layer.
    private string[] Part(string key, int count, Func<GraphSpot, string> make)
    {
        if (!_parts.TryGetValue(key, out var parts))
        {
            _parts.Add(key, parts = _editor.Start.Split(make(_editor.Start), count, _shapes.Opset));
        }

        return parts;
    }
}
