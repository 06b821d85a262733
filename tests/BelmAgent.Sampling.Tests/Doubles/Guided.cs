namespace BelmAgent.Sampling.Tests;

/// <summary>Classifier-free guidance over two fields: (1 − w)·ε_∅ + w·ε_c.</summary>
internal sealed class Guided(INoisePredictor unconditional, INoisePredictor conditional, double weight) : INoisePredictor
{
    private double[] _other = [];

    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        if (_other.Length != sample.Length)
        {
            _other = new double[sample.Length];
        }

        unconditional.Predict(sample, node, _other, cancellationToken);
        conditional.Predict(sample, node, noise, cancellationToken);
        for (int k = 0; k < noise.Length; k++)
        {
            noise[k] = ((1 - weight) * _other[k]) + (weight * noise[k]);
        }
    }
}
