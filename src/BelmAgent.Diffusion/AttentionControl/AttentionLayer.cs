using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>One attention layer of the UNet.</summary>
/// <param name="Name">The module's path where the export keeps it (<c>down_blocks.1.attentions.0.transformer_blocks.0.attn2</c>), else the name of its Softmax.</param>
/// <param name="Kind">What it looks at.</param>
/// <param name="Index">Its place among the layers of its kind, in the order in which they run, from 0.</param>
/// <param name="Level">How often the picture was halved before it, from 0.</param>
/// <param name="NativeTokens">Queries at the size that the UNet was trained at: the rows times the columns of its level.</param>
/// <param name="Place">Down, mid or up.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="IsMapControlled">True when its map can be replaced: of the cross layers all, of the self layers those with few enough tokens at the size that the graph was made for.</param>
/// <param name="IsBlended">True when its map counts in <c>control_blend</c>.</param>
public sealed record AttentionLayer(
    string Name, AttentionKind Kind, int Index, int Level, int NativeTokens, AttentionPlace Place, int Heads, bool IsMapControlled, bool IsBlended)
{
    /// <summary>Returns its queries at a latent size.</summary>
    /// <param name="size">The size of the whole latent.</param>
    public int TokensAt(LatentShape size)
    {
        var (_, height, width) = size.Halved(Level);
        return height * width;
    }
}
