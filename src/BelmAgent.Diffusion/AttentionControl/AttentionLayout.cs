using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The attention layers of a UNet, each list in execution order.</summary>
/// <param name="Cross">All cross layers.</param>
/// <param name="Self">The self layers with a gate in <see cref="AttentionInputs.SetSelf"/>, one each.</param>
/// <param name="Mutual">All self layers; each has a gate in <see cref="AttentionInputs.SetMutual"/>.</param>
/// <param name="BlendTokens">Number of native queries of the cross layers whose maps are summed for local blending; 0 if there are none.</param>
/// <param name="BlendLevel">The number of times the picture is halved before those layers; 0 if there are none.</param>
/// <param name="MaxSelfTokens">
/// Maximum number of queries of a self layer whose map is shared, at the current size
/// (<see cref="AttentionControlOptions.MaxSelfTokens"/>).
/// </param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record AttentionLayout(
    IReadOnlyList<AttentionLayer> Cross, IReadOnlyList<AttentionLayer> Self, IReadOnlyList<AttentionLayer> Mutual, int BlendTokens, int BlendLevel, int MaxSelfTokens)
{
    /// <summary>
    /// Returns whether a self layer's map is shared at a latent size. As in prompt-to-prompt, this depends on its number of queries
    /// there.
    /// </summary>
    /// <param name="layer">A layer of <see cref="Mutual"/>.</param>
    /// <param name="size">The size of the whole latent.</param>
    public bool IsShared(AttentionLayer layer, LatentShape size)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.TokensAt(size) <= MaxSelfTokens;
    }

    /// <summary>Returns whether the graph controls the maps of exactly the self layers that are shared at a latent size.</summary>
    /// <param name="size">The size of the whole latent.</param>
    public bool Fits(LatentShape size) => Mutual.All(layer => layer.IsMapControlled == IsShared(layer, size));
}

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

/// <summary>What an attention layer looks at.</summary>
public enum AttentionKind
{
    /// <summary>The prompt: keys and values are of the text embedding.</summary>
    Cross,

    /// <summary>The picture itself: keys and values are of the hidden state that the queries are of.</summary>
    Self,
}

/// <summary>Which part of the UNet an attention layer is in.</summary>
public enum AttentionPlace
{
    /// <summary>On the way down, while skip connections open.</summary>
    Down,

    /// <summary>In the middle, where all are open.</summary>
    Mid,

    /// <summary>On the way up, while they close.</summary>
    Up,
}

/// <summary>The layout as text, as it travels in an edited graph's metadata.</summary>
internal static class LayoutText
{
    public const string Key = "belm.attention";

    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Write(AttentionLayout layout) => JsonSerializer.Serialize(layout, Options);

    public static AttentionLayout Read(string text) => JsonSerializer.Deserialize<AttentionLayout>(text, Options)!;
}
