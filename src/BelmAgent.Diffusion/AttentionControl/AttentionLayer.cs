using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>An attention layer of the UNet.</summary>
/// <param name="Name">
/// The module's path if the export keeps it (<c>down_blocks.1.attentions.0.transformer_blocks.0.attn2</c>), otherwise the name of its
/// Softmax.
/// </param>
/// <param name="Kind">What the layer attends to.</param>
/// <param name="Index">Index among the layers of its kind in execution order, from 0.</param>
/// <param name="Level">The number of times the picture is halved before this layer.</param>
/// <param name="NativeTokens">Number of queries at the native size of the UNet: rows times columns of its level.</param>
/// <param name="Place">The part of the UNet: down, mid or up.</param>
/// <param name="Heads">Number of attention heads.</param>
/// <param name="IsMapControlled">
/// Whether its map can be replaced: true for all cross layers, and for self layers with few enough tokens at the size for which the
/// graph was made.
/// </param>
/// <param name="IsBlended">Whether its map contributes to <c>control_blend</c>.</param>
public sealed record AttentionLayer(
    string Name, AttentionKind Kind, int Index, int Level, int NativeTokens, AttentionPlace Place, int Heads, bool IsMapControlled, bool IsBlended)
{
    /// <summary>Returns the number of queries at a latent size.</summary>
    /// <param name="size">The size of the whole latent.</param>
    public int TokensAt(LatentShape size)
    {
        var (_, height, width) = size.Halved(Level);
        return height * width;
    }
}
