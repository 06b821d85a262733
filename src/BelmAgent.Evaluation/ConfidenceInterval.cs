namespace BelmAgent.Evaluation;

/// <summary>A range that holds a measured value with 95 % confidence.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, at least <paramref name="Low"/>.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    // The 97.5 % point of the normal distribution.
    private const double Z = 1.959964;

    /// <summary>Gets the interval of a share of independent trials (Wilson 1927), which stays within 0 and 1 at the ends too.</summary>
    /// <param name="share">The share that was measured, 0 to 1.</param>
    /// <param name="count">The number of trials, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ConfidenceInterval ForShare(double share, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var centre = share + (Z * Z / (2 * count));
        var reach = Z * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count)));
        var scale = 1 + (Z * Z / count);
        // At the ends the bound equals the share; rounding must not put it inside.
        return new(Math.Clamp((centre - reach) / scale, 0, share), Math.Clamp((centre + reach) / scale, share, 1));
    }

    /// <summary>Gets the interval of a mean, by the normal distribution; for fewer than 30 values it is a little too narrow.</summary>
    /// <param name="values">The values; those that are null or not finite do not count.</param>
    /// <returns>The interval; null for fewer than two values, which do not show how far they spread.</returns>
    public static ConfidenceInterval? ForMean(IEnumerable<double?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var known = values.OfType<double>().Where(double.IsFinite).ToList();
        if (known.Count < 2)
        {
            return null;
        }

        var mean = known.Average();
        var reach = Z * Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Count - 1) / known.Count);
        return new(mean - reach, mean + reach);
    }
}
