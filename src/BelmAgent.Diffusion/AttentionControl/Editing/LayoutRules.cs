using BelmAgent.Diffusion.AttentionControl.Finding;
using BelmAgent.Diffusion.AttentionControl.Shapes;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.AttentionControl.Editing;

/// <summary>Determines the names, levels and roles of the layers that were found.</summary>
internal static class LayoutRules
{
    private const int MostLevels = 8;

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
        for (var level = 0; level < MostLevels; level++)
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
            "queries of the whole picture, or of a half, a quarter … of its sides");
    }
}
