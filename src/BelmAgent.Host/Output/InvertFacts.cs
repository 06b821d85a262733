using BelmAgent.Editing.Inversions;
using BelmAgent.Host.Files;

namespace BelmAgent.Host.Output;

/// <summary>The result of an inversion, for the user.</summary>
internal static class InvertFacts
{
    public static FactSheet Of(InvertResult result, OutputFile? output, OutputFile? reconstruction)
    {
        var noise = result.Noise;
        return new FactSheet()
            .Add("Saved", $"inversion {result.InversionId}, of {result.ImageId}")
            .AddWhereKnown("", output?.Shown)
            .AddWhereKnown("", reconstruction?.Shown)
            .Add("Trip", FormattableString.Invariant($"{Exactness(result)}; pixels {result.PixelMse:0.##e+0}, autoencoder alone {result.AutoencoderMse:0.##e+0}"))
            .Add("Noise", FormattableString.Invariant(
                $"mean {noise.Mean:0.000}, std {noise.Std:0.000}, excess kurtosis {noise.Kurtosis:0.00}, max {noise.MaxAbs:0.00}"))
            .AddNotes(result.Notes)
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
    }

    private static string Exactness(InvertResult result) => result.BitExact == true
        ? "the same bits came back"
        : FormattableString.Invariant($"latent mean squared error {result.LatentMse:0.##e+0}");
}
