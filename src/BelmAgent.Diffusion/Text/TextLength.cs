using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Text;

/// <summary>
/// Determines the number of tokens of a text encoder: the one fixed by its graph, otherwise the tokenizer's limit within the encoder's
/// number of positions.
/// </summary>
internal static class TextLength
{
    // Begin, one token and end; far more than any encoder has.
    private const int Min = 3;
    private const int Max = 1 << 16;

    private static readonly string[] PositionWeights = ["position_embedding.weight", "position_embeddings.weight"];

    /// <summary>Gets the length.</summary>
    /// <param name="path">The encoder's file.</param>
    /// <param name="outline">Its declarations.</param>
    /// <param name="config">The encoder's config, which may be empty.</param>
    /// <param name="tokenizer">The tokenizer, whose limit may be missing or far beyond the encoder's.</param>
    /// <exception cref="ModelException">The graph fixes an impossible length.</exception>
    /// <exception cref="ModelException">The config gives an impossible length.</exception>
    public static int Read(string path, OnnxOutline outline, PartConfig config, ClipTokenizer tokenizer)
    {
        if ((outline.Input("input_ids")?.Size(1) ?? outline.Output("last_hidden_state")?.Size(1)) is { } declared)
        {
            return declared is >= Min and <= Max ? (int)declared
                : throw ModelException.DoesNotFit(path, $"input_ids of {Min} to {Max} tokens", $"{declared}");
        }

        var positions = Positions(outline) ?? config.Whole("max_position_embeddings", Min, Max);
        return Math.Min(positions ?? ClipTokenizer.ClipLength, tokenizer.Limit ?? Max);
    }

    // The weights themselves are the most reliable source, if the exporter kept their name. A CLIP also has positions for its picture's patches.
    private static int? Positions(OnnxOutline outline) => outline.Tensors
        .Where(tensor => !tensor.Name.Contains("vision", StringComparison.Ordinal) && tensor.Dimensions is [>= Min and <= Max, _] && PositionWeights.Any(name => tensor.Name.EndsWith(name, StringComparison.Ordinal)))
        .Select(tensor => (int?)tensor.Dimensions[0])
        .FirstOrDefault();
}
