using System.Globalization;
using System.Numerics.Tensors;

namespace BelmAgent.Editing.Checks;

/// <summary>What CLIP says of an edit, as cosines of its vectors.</summary>
/// <remarks>
/// With unit vectors a and b of the pictures after and before, t and s of the target and source prompts: the lean of a picture is
/// cos(·, t) − cos(·, s), above 0 where the target prompt fits it better. The direction is cos(a − b, t − s): whether the picture moved
/// as the words did (Gal et al. 2022, StyleGAN-NADA; Brooks et al. 2023, InstructPix2Pix).
/// </remarks>
/// <param name="PromptDistance">1 − cos(s, t), 0 to 2.</param>
/// <param name="LeanBefore">Lean of the picture before, −2 to 2.</param>
/// <param name="LeanAfter">Lean of the picture after, −2 to 2.</param>
/// <param name="Direction">Directional similarity, −1 to 1; 0 where pictures or prompts are the same.</param>
internal sealed record ClipScore(double PromptDistance, double LeanBefore, double LeanAfter, double Direction)
{
    /// <summary>Prompts nearer to one another than this are one to CLIP, and it cannot tell.</summary>
    public const double LeastPromptDistance = 0.005;

    /// <summary>From this distance on the target must also fit the finished picture better than the source.</summary>
    /// <remarks>What draws CLIP to a prompt whatever the picture may outweigh the difference of nearer ones.</remarks>
    public const double DistinctPrompts = 0.05;

    /// <summary>The least that the lean must grow and, of distinct prompts, end with: at CLIP's temperature of 100, odds of e to 1.</summary>
    public const double LeastMargin = 0.01;

    /// <summary>The least directional similarity: half of what InstructPix2Pix asks of the pairs that it learns from.</summary>
    public const double LeastDirection = 0.1;

    /// <summary>
    /// Null when CLIP cannot tell the prompts apart. Else true when the picture moved towards the target, by its lean and its direction,
    /// and, of distinct prompts, the target is now the one that fits better.
    /// </summary>
    public bool? Passed => PromptDistance < LeastPromptDistance
        ? null
        : LeanAfter - LeanBefore >= LeastMargin && Direction >= LeastDirection && (LeanAfter >= LeastMargin || PromptDistance < DistinctPrompts);

    /// <summary>Compares unit vectors of one length.</summary>
    public static ClipScore Of(float[] source, float[] target, float[] before, float[] after)
    {
        double Lean(float[] picture) => TensorPrimitives.Dot<float>(picture, target) - TensorPrimitives.Dot<float>(picture, source);
        var (words, pictures) = (Difference(target, source), Difference(after, before));
        var norms = (double)TensorPrimitives.Norm<float>(words) * TensorPrimitives.Norm<float>(pictures);
        return new(
            1 - TensorPrimitives.Dot<float>(source, target), Lean(before), Lean(after), norms > 0 ? TensorPrimitives.Dot<float>(pictures, words) / norms : 0);
    }

    /// <summary>Returns the numbers in a sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"the target prompt fits by {LeanAfter:+0.000;-0.000;0.000} over the source prompt, before by {LeanBefore:+0.000;-0.000;0.000}; directional similarity {Direction:0.00}");

    private static float[] Difference(float[] one, float[] other)
    {
        var difference = new float[one.Length];
        TensorPrimitives.Subtract<float>(one, other, difference);
        return difference;
    }
}
