using BelmAgent.Diffusion.Vision;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing.Checks;

/// <summary>The measures of an edited picture's soundness, beside the picture before.</summary>
/// <param name="NoiseRatio">Noise that the image model sees in the finished latent, over that in the source; above 0.</param>
/// <param name="Softening">How much soft edges gained on hard ones in the worst window; see <see cref="EdgeComparison.Softening"/>.</param>
/// <param name="Remains">Share of the picture where a clear edge became a faint one; see <see cref="EdgeComparison.Remains"/>.</param>
/// <remarks>
/// Weights and limit are those of a logistic regression on the tuning half of <c>bench/soundness</c>, pictures of ToyTown labelled by eye; they
/// hold for that kind of picture alone.
/// </remarks>
internal sealed record SoundnessReading(double NoiseRatio, double Softening, double Remains)
{
    private const double Bias = -5.7;
    private const double NoiseWeight = 3;
    private const double SofteningWeight = 5.5;
    private const double RemainsWeight = 97;

    /// <summary>Gets the probability that a user would call the picture damaged, 0 to 1, by the tuning half of the labels.</summary>
    public double Damage => 1 / (1 + Math.Exp(-(Bias + (NoiseWeight * Math.Log(NoiseRatio)) + (SofteningWeight * Softening) + (RemainsWeight * Remains))));

    /// <summary>Returns whether the labels were of a describer's kind of picture: of a world of grounds, such as ToyTown's.</summary>
    /// <param name="grammar">The describer's labels.</param>
    public static bool IsFor(SceneGrammar grammar) => grammar.Heads.Any(head => head.Name == "ground");

    /// <summary>Reads an edited picture.</summary>
    /// <param name="before">The picture before, as the model sees it.</param>
    /// <param name="after">The picture after, of the same size.</param>
    /// <param name="noiseRatio">The noise of the finished latent over that of the source.</param>
    public static SoundnessReading Of(RgbImage before, RgbImage after, double noiseRatio) =>
        new(noiseRatio, EdgeComparison.Softening(before, after), EdgeComparison.Remains(before, after));
}
