using BelmAgent.Diffusion.AttentionControl.Finding;
using BelmAgent.Diffusion.AttentionControl.Shapes;

namespace BelmAgent.Diffusion.AttentionControl.Editing;

/// <summary>Names, levels and roles of the layers that were found.</summary>
internal static class LayoutRules
{
    private const int MostLevels = 8;

    /// <exception cref="AttentionControlException">A layer's tokens are no level of the picture.</exception>
    public static AttentionLayout Lay(string path, IReadOnlyList<AttentionSite> sites, GraphIndex index, ShapeWalk shapes, AttentionControlOptions options)
    {
        var places = LayerPlaces.Find(sites, index, shapes);
        var blend = sites.Where(site => site.Kind == AttentionKind.Cross && site.Tokens <= options.BlendTokens)
            .Select(site => site.Tokens).DefaultIfEmpty().Max();
        List<AttentionLayer> cross = [];
        List<AttentionLayer> self = [];
        foreach (var (site, place) in sites.Zip(places))
        {
            var layers = site.Kind == AttentionKind.Cross ? cross : self;
            layers.Add(new AttentionLayer(
                LayerPlaces.Name(site.Softmax),
                site.Kind,
                layers.Count,
                Level(path, site, shapes),
                (int)site.Tokens,
                place,
                site.Heads,
                site.Kind == AttentionKind.Cross || site.Tokens <= options.MaxSelfTokens,
                site.Kind == AttentionKind.Cross && site.Tokens == blend));
        }

        return new AttentionLayout(
            cross, [.. self.Where(layer => layer.IsMapControlled)], self, (int)blend, cross.FirstOrDefault(layer => layer.IsBlended)?.Level ?? 0);
    }

    private static int Level(string path, AttentionSite site, ShapeWalk shapes)
    {
        var (height, width) = (shapes.Native.Height, shapes.Native.Width);
        for (var level = 0; level < MostLevels; level++)
        {
            if ((long)height * width == site.Tokens)
            {
                return level;
            }

            // A convolution of stride 2 keeps the odd row.
            (height, width) = ((height + 1) / 2, (width + 1) / 2);
        }

        throw new AttentionControlException(
            path,
            AttentionFault.Unclassified,
            $"{site.Tokens} queries in {LayerPlaces.Name(site.Softmax)} at the native {shapes.Native.Height}×{shapes.Native.Width}",
            "queries of the whole picture, or of a half, a quarter … of its sides");
    }
}
