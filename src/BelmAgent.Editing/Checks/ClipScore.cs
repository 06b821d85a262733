using System.Globalization;
using System.Numerics.Tensors;

namespace BelmAgent.Editing.Checks;

/// <summary>CLIP's scores of an edit, as cosines of its vectors.</summary>
/// <remarks>
/// With unit vectors a and b of the pictures after and before, t and s of the target and source prompts: the lean of a picture is
/// cos(·, t) − cos(·, s), above 0 if the target prompt fits it better. The direction is cos(a − b, t − s): whether the picture moved
/// as the words did (Gal et al. 2022, StyleGAN-NADA; Brooks et al. 2023, InstructPix2Pix).
/// </remarks>
/// <param name="PromptDistance">1 − cos(s, t), 0 to 2.</param>
/// <param name="LeanBefore">Lean of the picture before, −2 to 2.</param>
/// <param name="LeanAfter">Lean of the picture after, −2 to 2.</param>
/// <param name="Direction">Directional similarity, −1 to 1; 0 if pictures or prompts are equal.</param>
internal sealed record ClipScore(double PromptDistance, double LeanBefore, double LeanAfter, double Direction)
{
    /// <summary>Prompts closer than this cannot be distinguished by CLIP, so it gives no verdict.</summary>
    public const double MinPromptDistance = 0.005;

    /// <summary>From this distance, the target must also fit the finished picture better than the source.</summary>
    /// <remarks>For closer prompts, a bias of CLIP towards one prompt, whatever the picture, may outweigh their difference.</remarks>
    public const double DistinctPrompts = 0.05;

    /// <summary>
    /// The minimum by which the lean must grow and, for distinct prompts, its minimum at the end: at CLIP's temperature of 100, odds
    /// of e to 1.
    /// </summary>
    public const double MinMargin = 0.01;

    /// <summary>The minimum directional similarity: half of what InstructPix2Pix requires of its training pairs.</summary>
    public const double MinDirection = 0.1;

    /// <summary>
    /// Gets the verdict: null if CLIP cannot distinguish the prompts; otherwise true if the picture moved towards the target in lean
    /// and direction and, for distinct prompts, the target now fits better.
    /// </summary>
    public bool? Passed => PromptDistance < MinPromptDistance
        ? null
        : LeanAfter - LeanBefore >= MinMargin && Direction >= MinDirection && (LeanAfter >= MinMargin || PromptDistance < DistinctPrompts);

    /// <summary>Compares unit vectors of one length.</summary>
    public static ClipScore Create(float[] source, float[] target, float[] before, float[] after)
    {
        double Lean(float[] picture) => TensorPrimitives.Dot<float>(picture, target) - TensorPrimitives.Dot<float>(picture, source);
        var (words, pictures) = (Difference(target, source), Difference(after, before));
        var norms = (double)TensorPrimitives.Norm<float>(words) * TensorPrimitives.Norm<float>(pictures);
        return new(
            1 - TensorPrimitives.Dot<float>(source, target), Lean(before), Lean(after), norms > 0 ? TensorPrimitives.Dot<float>(pictures, words) / norms : 0);
    }

    /// <summary>Returns the scores as a sentence.</summary>
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
