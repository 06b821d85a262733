using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging.Files;
using Google.Protobuf;
using AttributeType = BelmAgent.Diffusion.Graphs.AttributeProto.Types.AttributeType;

namespace BelmAgent.Diffusion.Unet;

/// <summary>
/// Rewrites a network's attention as ONNX Runtime's MultiHeadAttention, which processes keys and values in tiles (Dao et al. 2022) and
/// so never holds the full map of queries by keys: at 512×512 that map is half a gigabyte per row of the batch.
/// </summary>
/// <remarks>
/// The fused pattern is a product of queries and keys, constant factors, a Softmax over the last axis and a product with values, with
/// no intermediate tensor used elsewhere and with a large map. Everything else stays as it was. Batch and heads become one axis. These
/// are the layers that attention control skips by default (<see cref="AttentionControlOptions.MaxSelfTokens"/>), so a network computes
/// the same bits with control off as without it.
/// </remarks>
internal static class AttentionFusion
{
    private const string Domain = "com.microsoft";

    // Smaller maps take little memory and are computed as fast as fused ones.
    private const long MaxMap = 1024 * 1024;

    // A graph that contains its weights would have to be held in memory twice.
    private const long MaxGraph = 64 << 20;

    /// <summary>Reads a UNet and fuses its attention.</summary>
    /// <param name="path">The ONNX file; weights beside it are not read.</param>
    /// <param name="native">The network's native latent size.</param>
    /// <returns>The edited file; null if the original is better or contains no attention that can be fused.</returns>
    public static byte[]? Fuse(string path, LatentShape native) =>
        IsWorthwhile(native, RealPath.LengthOf(path)) ? Fuse(File.ReadAllBytes(path), native) : null;

    /// <summary>Fuses the attention of a graph in memory.</summary>
    public static byte[]? Fuse(byte[] graph, LatentShape native)
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
            // The error is reported when the file is loaded.
            return null;
        }
    }

    /// <summary>Fuses all suitable attention.</summary>
    /// <param name="model">The network.</param>
    /// <param name="configured">The latent size in its config.</param>
    /// <param name="largestMap">Queries times keys of the largest map that is left unfused.</param>
    /// <returns>The number of fused layers.</returns>
    public static int Apply(ModelProto model, LatentShape configured, long largestMap = MaxMap)
    {
        var shapes = ShapeWalk.Over(model, UnetSize.Native(model.Graph, configured));
        if (shapes.Opset < 13)
        {
            // Softmax had another meaning.
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

    private static bool IsWorthwhile(LatentShape native, long length) => native.Height * native.Width > Math.Sqrt(MaxMap) && length <= MaxGraph;

    private static void Fuse(GraphSpot spot, AttentionScores found)
    {
        var (queries, values) = (found.Scores.Input[0], found.Product.Input[1]);
        var keys = spot.Node("Transpose", found.Scores.Input[1]);
        keys.Attribute.Add(Ints("perm", [.. Enumerable.Range(0, found.Rank - 2), found.Rank - 1, found.Rank - 2]));

        var attention = spot.Node("MultiHeadAttention", Flat(spot, queries), Flat(spot, keys.Output[0]), Flat(spot, values));
        attention.Domain = Domain;
        attention.Attribute.Add(new AttributeProto { Name = "num_heads", Type = AttributeType.Int, I = 1 });
        attention.Attribute.Add(new AttributeProto { Name = "scale", Type = AttributeType.Float, F = (float)found.Scale });

        // The product's output keeps its name, so its consumers receive the fused one.
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
