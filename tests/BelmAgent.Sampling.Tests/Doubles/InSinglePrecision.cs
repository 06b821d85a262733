namespace BelmAgent.Sampling.Tests;

/// <summary>A field as computed by a network in single precision: state and noise are rounded to float.</summary>
internal sealed class InSinglePrecision(INoisePredictor field) : INoisePredictor
{
    private double[] _rounded = [];

    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        if (_rounded.Length != sample.Length)
        {
            _rounded = new double[sample.Length];
        }

        for (int k = 0; k < sample.Length; k++)
        {
            _rounded[k] = (float)sample[k];
        }

        field.Predict(_rounded, node, noise, cancellationToken);
        for (int k = 0; k < noise.Length; k++)
        {
            noise[k] = (float)noise[k];
        }
    }
}
