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

/// <summary>An attention layer of the UNet.</summary>
/// <param name="Name">
/// The module's path if the export keeps it (<c>down_blocks.1.attentions.0.transformer_blocks.0.attn2</c>), otherwise the name of its
/// Softmax.
/// </param>
/// <param name="Kind">The kind of attention.</param>
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

/// <summary>The input that an attention layer attends to.</summary>
public enum AttentionKind
{
    /// <summary>The prompt: keys and values come from the text embedding.</summary>
    Cross,

    /// <summary>The picture itself: keys and values come from the same hidden state as the queries.</summary>
    Self,
}

/// <summary>The part of the UNet that contains an attention layer.</summary>
public enum AttentionPlace
{
    /// <summary>The downward path, where skip connections open.</summary>
    Down,

    /// <summary>The middle, where all skip connections are open.</summary>
    Mid,

    /// <summary>The upward path, where they close.</summary>
    Up,
}

/// <summary>Converts the layout to and from text, as stored in an edited graph's metadata.</summary>
internal static class LayoutText
{
    public const string Key = "belm.attention";

    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Write(AttentionLayout layout) => JsonSerializer.Serialize(layout, Options);

    public static AttentionLayout Read(string text) => JsonSerializer.Deserialize<AttentionLayout>(text, Options)!;
}
