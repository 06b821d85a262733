using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging.Files;
using Google.Protobuf;
using AttributeType = BelmAgent.Diffusion.Graphs.AttributeProto.Types.AttributeType;

namespace BelmAgent.Diffusion.Unet;

/// <summary>
/// Writes a network's attention as ONNX Runtime's MultiHeadAttention, which goes over keys and values in tiles (Dao et al. 2022) and so
/// never holds the map of all queries by all keys: at 512×512 that map is half a gigabyte a row of the batch.
/// </summary>
/// <remarks>
/// What is fused: a product of queries and keys, constant factors, a Softmax over the last axis and a product with values, none of whose
/// intermediate tensors are used elsewhere, and whose map is large. All else stays as it was. Batch and heads become one axis. The layers
/// are those that attention control leaves alone by default (<see cref="AttentionControlOptions.MaxSelfTokens"/>), so that a network
/// computes the same bits with control off as without it.
/// </remarks>
internal static class AttentionFusion
{
    private const string Domain = "com.microsoft";

    // Smaller maps take little memory, and are computed as fast as fused ones.
    private const long LargestMap = 1024 * 1024;

    // A graph with its weights inside would have to be held in memory once more.
    private const long LargestGraph = 64 << 20;

    /// <summary>Reads a UNet and fuses its attention.</summary>
    /// <param name="path">The ONNX file; weights beside it are not read.</param>
    /// <param name="native">The latent size that the network was trained at.</param>
    /// <returns>The edited file; null where the file itself does better or shows no attention that can be fused.</returns>
    public static byte[]? Of(string path, LatentShape native) =>
        IsWorthwhile(native, RealPath.LengthOf(path)) ? Of(File.ReadAllBytes(path), native) : null;

    /// <summary>Returns the same of a graph in memory.</summary>
    public static byte[]? Of(byte[] graph, LatentShape native)
    {
        if (!IsWorthwhile(native, graph.Length))
        {
            return null;
        }

        try
        {
            var model = ModelProto.Parser.ParseFrom(graph);
            return model.Graph is not null && Apply(model, native) > 0 ? model.ToByteArray() : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // Whoever loads it says what is wrong with it.
            return null;
        }
    }

    /// <summary>Fuses what can be fused.</summary>
    /// <param name="model">The network.</param>
    /// <param name="configured">The latent size that its config names.</param>
    /// <param name="largestMap">Queries times keys of the largest map that is left as it is.</param>
    /// <returns>How many layers were.</returns>
    public static int Apply(ModelProto model, LatentShape configured, long largestMap = LargestMap)
    {
        var shapes = ShapeWalk.Over(model, UnetSize.Native(model.Graph, configured));
        if (shapes.Opset < 13)
        {
            // Softmax meant something else.
            return 0;
        }

        var scores = new ScoreFinder(model.Graph, shapes, largestMap);
        var editor = new GraphEditor(model.Graph, "belm_fused/");
        var fused = 0;
        foreach (var softmax in model.Graph.Node.Where(node => node.Is("Softmax")).ToList())
        {
            if (scores.Find(softmax) is { } found)
            {
                Fuse(editor.Before(found.Product), found);
                fused++;
            }
        }

        if (fused > 0)
        {
            editor.Apply();
            GraphPruning.Apply(model.Graph);
            if (!model.OpsetImport.Any(opset => opset.Domain == Domain))
            {
                model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
            }
        }

        return fused;
    }

    private static bool IsWorthwhile(LatentShape native, long length) => native.Height * native.Width > Math.Sqrt(LargestMap) && length <= LargestGraph;

    private static void Fuse(GraphSpot spot, AttentionScores found)
    {
        var (queries, values) = (found.Scores.Input[0], found.Product.Input[1]);
        var keys = spot.Node("Transpose", found.Scores.Input[1]);
        keys.Attribute.Add(Ints("perm", [.. Enumerable.Range(0, found.Rank - 2), found.Rank - 1, found.Rank - 2]));

        var attention = spot.Node("MultiHeadAttention", Flat(spot, queries), Flat(spot, keys.Output[0]), Flat(spot, values));
        attention.Domain = Domain;
        attention.Attribute.Add(new AttributeProto { Name = "num_heads", Type = AttributeType.Int, I = 1 });
        attention.Attribute.Add(new AttributeProto { Name = "scale", Type = AttributeType.Float, F = (float)found.Scale });

        // The product's output keeps its name, so that whoever takes it takes the fused one.
        found.Product.OpType = "Reshape";
        found.Product.Attribute.Clear();
        found.Product.Input.Clear();
        found.Product.Input.AddRange([attention.Output[0], spot.Op("Shape", queries)]);
    }

    // [..., length, width] to [rows, length, width].
    private static string Flat(GraphSpot spot, string tensor)
    {
        var last = spot.Op("Slice", spot.Op("Shape", tensor), spot.Whole(-2), spot.Whole(int.MaxValue), spot.Whole(0));
        return spot.Op("Reshape", tensor, spot.Op("Concat", "axis", 0, spot.Whole(-1), last));
    }

    private static AttributeProto Ints(string name, IEnumerable<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }
}
