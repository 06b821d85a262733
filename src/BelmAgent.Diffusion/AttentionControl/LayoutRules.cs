using System.Text.RegularExpressions;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Determines the names, levels and roles of the layers that were found.</summary>
internal static class LayoutRules
{
    private const int MaxLevels = 8;

    /// <summary>Describes the layers. Whether a self layer has few enough tokens is decided at the size for which the graph is made.</summary>
    /// <exception cref="AttentionControlException">A layer's number of tokens matches no level of the picture.</exception>
    public static AttentionLayout Lay(string path, IReadOnlyList<AttentionSite> sites, GraphIndex index, ShapeWalk shapes, AttentionControlOptions options, LatentShape size)
    {
        var places = LayerPlaces.Find(sites, index, shapes);
        var blend = sites.Where(site => site.Kind == AttentionKind.Cross && site.Tokens <= options.BlendTokens)
            .Select(site => site.Tokens).DefaultIfEmpty().Max();
        List<AttentionLayer> cross = [];
        List<AttentionLayer> self = [];
        foreach (var (site, place) in sites.Zip(places))
        {
            var layers = site.Kind == AttentionKind.Cross ? cross : self;
            var level = Level(path, site, shapes);
            var (_, height, width) = size.Halved(level);
            layers.Add(new AttentionLayer(
                LayerPlaces.Name(site.Softmax),
                site.Kind,
                layers.Count,
                level,
                (int)site.Tokens,
                place,
                site.Heads,
                site.Kind == AttentionKind.Cross || height * width <= options.MaxSelfTokens,
                site.Kind == AttentionKind.Cross && site.Tokens == blend));
        }

        return new AttentionLayout(
            cross, [.. self.Where(layer => layer.IsMapControlled)], self, (int)blend, cross.FirstOrDefault(layer => layer.IsBlended)?.Level ?? 0, options.MaxSelfTokens);
    }

    private static int Level(string path, AttentionSite site, ShapeWalk shapes)
    {
        for (var level = 0; level < MaxLevels; level++)
        {
            var (_, height, width) = shapes.Native.Halved(level);
            if ((long)height * width == site.Tokens)
            {
                return level;
            }
        }

        throw new AttentionControlException(
            path,
            AttentionFault.Unclassified,
            $"{site.Tokens} queries in {LayerPlaces.Name(site.Softmax)} at the native {shapes.Native.Height}×{shapes.Native.Width}",
            "queries of the whole image, or of a half, a quarter, … of its sides");
    }
}

/// <summary>Names layers, and assigns them to the downward path, the middle or the upward path.</summary>
internal static partial class LayerPlaces
{
    /// <summary>Returns the module's path if the export stored it in the name of the node or its output, otherwise that name.</summary>
    public static string Name(NodeProto softmax)
    {
        foreach (var name in (ReadOnlySpan<string>)[softmax.Name, softmax.Output[0]])
        {
            if (ModulePath().Match(name) is { Success: true } match)
            {
                return match.Groups[1].Value.Replace('/', '.');
            }
        }

        return softmax.Label();
    }

    /// <summary>
    /// Uses diffusers' block names if every layer has one, otherwise skip connections: the downward path opens them, the upward path
    /// closes them, and in the middle the most are open.
    /// </summary>
    public static AttentionPlace[] Find(IReadOnlyList<AttentionSite> sites, GraphIndex index, ShapeWalk shapes)
    {
        var named = sites.Select(site => ByName(Name(site.Softmax))).ToArray();
        if (named.All(place => place is not null))
        {
            return [.. named.Select(place => place!.Value)];
        }

        // Cross and self layers are counted separately, since heads that wait for their product look like pictures in one kind only.
        var open = sites.Select(site => OpenSkips(index.Position(site.Softmax), index, shapes)).ToArray();
        return [.. sites.Select((site, i) =>
        {
            var same = Enumerable.Range(0, sites.Count).Where(j => sites[j].Kind == site.Kind).ToList();
            var most = same.Max(j => open[j]);
            return i < same.First(j => open[j] == most) ? AttentionPlace.Down
                : i > same.Last(j => open[j] == most) ? AttentionPlace.Up
                : AttentionPlace.Mid;
        })];
    }

    private static AttentionPlace? ByName(string name) =>
        name.Contains("down_blocks", StringComparison.Ordinal) ? AttentionPlace.Down
        : name.Contains("mid_block", StringComparison.Ordinal) ? AttentionPlace.Mid
        : name.Contains("up_blocks", StringComparison.Ordinal) ? AttentionPlace.Up
        : null;

    // Pictures [B, C, h, w] produced before a node and used after it.
    private static int OpenSkips(int position, GraphIndex index, ShapeWalk shapes)
    {
        var open = 0;
        for (var i = 0; i < position; i++)
        {
            open += index.Nodes[i].Output.Count(tensor =>
                shapes[tensor] is { Shape.Length: 4, Sources: var sources } && sources.HasFlag(InputSources.Sample)
                && index.Takers(tensor).Any(taker => index.Position(taker.Node) > position && !taker.Node.Is("Shape")));
        }

        return open;
    }

    [GeneratedRegex(@"^/?(.*(?:down_blocks|mid_block|up_blocks).*?)/(?:[^/]*)$")]
    private static partial Regex ModulePath();
}
