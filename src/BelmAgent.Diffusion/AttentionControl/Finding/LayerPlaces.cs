using System.Text.RegularExpressions;
using BelmAgent.Diffusion.AttentionControl.Onnx;
using BelmAgent.Diffusion.AttentionControl.Shapes;

namespace BelmAgent.Diffusion.AttentionControl.Finding;

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
