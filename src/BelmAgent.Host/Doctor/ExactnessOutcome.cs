using BelmAgent.Diffusion.Exactness;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Doctor;

/// <summary>The result of <c>belm doctor --exact</c>.</summary>
internal static class ExactnessOutcome
{
    public static Outcome Of(ExactnessReport report)
    {
        var facts = new FactSheet()
            .Add("Trip", FormattableString.Invariant($"latent error {report.LatentMse:0.0e+00} (mse) after {report.Steps} steps on {report.Provider} in {report.Precision}"))
            .Add("Repeats", report.RepeatsIdentical
                ? $"{ExactnessCheck.Repeats} equal network calls gave the same bits"
                : $"{ExactnessCheck.Repeats} equal network calls gave different bits")
            .Add("Fixed", report.FixedPointExact ? "in fixed point every bit came back" : "in fixed point the bits did not come back");
        return report.IsExact
            ? new Outcome(JsonOutput.Of(report), facts)
            : new Outcome(JsonOutput.Of(report).With("detail", Sentence(report)), facts.Add("Not", Sentence(report)), ExitCodes.NotUsable);
    }

    private static string Sentence(ExactnessReport report) => FormattableString.Invariant(
        $"The round trip on {report.Provider} is not exact, its latent error {report.LatentMse:0.0e+00} is above {report.Limit:0e+00}: choose --provider cpu{(report.Precision == "fp16" ? ", or the fp32 export of the model" : "")}.");
}
