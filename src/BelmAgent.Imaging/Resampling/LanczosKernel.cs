namespace BelmAgent.Imaging.Resampling;

/// <summary>Normalised weights of a Lanczos-3 resampling along one axis, widened when shrinking so that nothing aliases.</summary>
internal sealed class LanczosKernel
{
    private const double Lobes = 3;

    private readonly float[] _weights;
    private readonly int[] _starts;
    private readonly int _stride;

    /// <summary>Weights that turn <paramref name="sourceLength"/> samples into <paramref name="targetLength"/>.</summary>
    public LanczosKernel(int sourceLength, int targetLength)
    {
        var scale = (double)sourceLength / targetLength;
        var widening = Math.Max(scale, 1);
        var radius = Lobes * widening;
        _stride = Math.Min(sourceLength, (int)Math.Ceiling(radius * 2) + 1);
        _weights = new float[checked(targetLength * _stride)];
        _starts = new int[targetLength];
        var exact = new double[_stride];
        for (var target = 0; target < targetLength; target++)
        {
            var centre = ((target + 0.5) * scale) - 0.5;
            var start = Math.Clamp((int)Math.Ceiling(centre - radius), 0, sourceLength - _stride);
            var sum = 0.0;
            for (var tap = 0; tap < _stride; tap++)
            {
                exact[tap] = Lanczos((start + tap - centre) / widening);
                sum += exact[tap];
            }

            _starts[target] = start;
            for (var tap = 0; tap < _stride; tap++)
            {
                _weights[(target * _stride) + tap] = (float)(exact[tap] / sum);
            }
        }
    }

    /// <summary>The first source sample that a target sample uses.</summary>
    public int Start(int target) => _starts[target];

    /// <summary>The weights of the samples from <see cref="Start"/> on; they add up to 1.</summary>
    public ReadOnlySpan<float> Weights(int target) => _weights.AsSpan(target * _stride, _stride);

    private static double Lanczos(double x)
    {
        if (x == 0)
        {
            return 1;
        }

        var angle = Math.PI * x;
        return Math.Abs(x) >= Lobes ? 0 : Lobes * Math.Sin(angle) * Math.Sin(angle / Lobes) / (angle * angle);
    }
}
