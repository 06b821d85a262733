using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Text;

/// <summary>How many tokens a text encoder is given: what its graph fixes, else the tokenizer's limit within what the encoder has positions for.</summary>
internal static class TextLength
{
    // Begin, one token and end; far more than any encoder has.
    private const int Least = 3;
    private const int Most = 1 << 16;

    private static readonly string[] PositionWeights = ["position_embedding.weight", "position_embeddings.weight"];

    /// <summary>Gets the length.</summary>
    /// <param name="path">The encoder's file.</param>
    /// <param name="outline">What it declares.</param>
    /// <param name="config">The encoder's config, which may be empty.</param>
    /// <param name="tokenizer">The tokenizer, whose limit may be absent or far beyond the encoder.</param>
    /// <exception cref="ModelContractException">The graph fixes a length that no text has.</exception>
    /// <exception cref="ModelFileBrokenException">The config says a length that no text has.</exception>
    public static int Of(string path, OnnxOutline outline, PartConfig config, ClipTokenizer tokenizer)
    {
        if ((outline.Input("input_ids")?.Size(1) ?? outline.Output("last_hidden_state")?.Size(1)) is { } declared)
        {
            return declared is >= Least and <= Most ? (int)declared
                : throw new ModelContractException(path, $"input_ids of {Least} to {Most} tokens", $"{declared}");
        }

        var positions = Positions(outline) ?? config.Whole("max_position_embeddings", Least, Most);
        return Math.Min(positions ?? ClipTokenizer.ClipLength, tokenizer.Limit ?? Most);
    }

    // The weights themselves are surest, where the exporter kept their name. A CLIP has positions of its picture's patches too.
    private static int? Positions(OnnxOutline outline) => outline.Tensors
        .Where(tensor => !tensor.Name.Contains("vision", StringComparison.Ordinal) && tensor.Dimensions is [>= Least and <= Most, _] && PositionWeights.Any(name => tensor.Name.EndsWith(name, StringComparison.Ordinal)))
        .Select(tensor => (int?)tensor.Dimensions[0])
        .FirstOrDefault();
}
