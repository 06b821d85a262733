namespace BelmAgent.Sampling;

/// <summary>The training noise of a model at each of its T training steps: x_t = √ᾱ_t·x₀ + √(1 − ᾱ_t)·ε.</summary>
/// <remarks>All in double precision. Immutable and safe to share between threads.</remarks>
public sealed class NoiseSchedule
{
    private readonly double[] _alphaBar;
    private readonly double[] _logSigmaBar;

    /// <summary>Creates a schedule from its β_t; ᾱ_t = Π_{s≤t}(1 − β_s).</summary>
    /// <param name="betas">β of each training step, in (0, 1), at least two.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two betas, or one is outside (0, 1).</exception>
    public NoiseSchedule(ReadOnlySpan<double> betas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(betas.Length, 2, nameof(betas));
        _alphaBar = new double[betas.Length];
        _logSigmaBar = new double[betas.Length];
        double product = 1;
        for (var t = 0; t < betas.Length; t++)
        {
            if (betas[t] is not (> 0 and < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(betas), betas[t], $"β of training step {t} must lie in (0, 1).");
            }

            product *= 1 - betas[t];
            _alphaBar[t] = product;
            _logSigmaBar[t] = 0.5 * Math.Log((1 - product) / product);
        }
    }

    /// <summary>Gets the number of training steps T; timesteps run from 0 to T − 1.</summary>
    public int TrainingSteps => _alphaBar.Length;

    /// <summary>Creates a schedule with √β linear in t, as in Stable Diffusion 1 and 2.</summary>
    /// <param name="betaStart">First β, in (0, 1). Default: 0.00085.</param>
    /// <param name="betaEnd">Last β, in (0, 1). Default: 0.012.</param>
    /// <param name="trainingSteps">T, at least 2. Default: 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static NoiseSchedule ScaledLinear(double betaStart = 0.00085, double betaEnd = 0.012, int trainingSteps = 1000)
    {
        var roots = Line(Math.Sqrt(betaStart), Math.Sqrt(betaEnd), trainingSteps);
        return new(Array.ConvertAll(roots, root => root * root));
    }

    /// <summary>Creates a schedule with β linear in t, as in DDPM.</summary>
    /// <param name="betaStart">First β, in (0, 1). Default: 0.0001.</param>
    /// <param name="betaEnd">Last β, in (0, 1). Default: 0.02.</param>
    /// <param name="trainingSteps">T, at least 2. Default: 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static NoiseSchedule Linear(double betaStart = 0.0001, double betaEnd = 0.02, int trainingSteps = 1000)
        => new(Line(betaStart, betaEnd, trainingSteps));

    /// <summary>
    /// Creates the schedule that a model's configuration describes; <c>trained_betas</c> take precedence over <c>beta_schedule</c>.
    /// </summary>
    /// <param name="config">The model's scheduler configuration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value of the configuration is out of its range.</exception>
    public static NoiseSchedule FromConfig(SchedulerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config switch
        {
            { TrainedBetas: { } betas } => new([.. betas]),
            { BetaSchedule: BetaSchedule.ScaledLinear } => ScaledLinear(config.BetaStart, config.BetaEnd, config.TrainingSteps),
            _ => Linear(config.BetaStart, config.BetaEnd, config.TrainingSteps),
        };
    }

    /// <summary>Gets the signal power ᾱ_t.</summary>
    /// <param name="timestep">Training step, 0 to T − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such training step.</exception>
    public double AlphaBar(int timestep)
    {
        ThrowIfNoTimestep(timestep);
        return _alphaBar[timestep];
    }

    /// <summary>Returns the noise-to-signal ratio σ̄_t = √((1 − ᾱ_t)/ᾱ_t); log σ̄ is interpolated linearly between training steps.</summary>
    /// <param name="timestep">Time in training steps, 0 to T − 1; fractions are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the schedule.</exception>
    public double SigmaBar(double timestep)
    {
        ThrowIfNoTimestep(timestep);
        var below = Math.Min((int)timestep, TrainingSteps - 2);
        return Math.Exp(double.Lerp(_logSigmaBar[below], _logSigmaBar[below + 1], timestep - below));
    }

    /// <summary>Returns the time at which the schedule has a given noise-to-signal ratio: the inverse of <see cref="SigmaBar"/>.</summary>
    /// <param name="sigmaBar">σ̄, at least 0; values outside the schedule's range are moved to the nearest end.</param>
    /// <returns>Time in training steps, 0 to T − 1, usually a fraction.</returns>
    public double TimestepAt(double sigmaBar)
    {
        var log = Math.Log(sigmaBar);
        var found = Array.BinarySearch(_logSigmaBar, log);
        if (found >= 0)
        {
            return found;
        }

        var above = ~found;
        if (above == 0 || above == TrainingSteps)
        {
            return above == 0 ? 0 : TrainingSteps - 1;
        }

        return above - 1 + ((log - _logSigmaBar[above - 1]) / (_logSigmaBar[above] - _logSigmaBar[above - 1]));
    }

    private static double[] Line(double start, double end, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(count));
        var line = new double[count];
        for (var i = 0; i < count; i++)
        {
            line[i] = start + (i / (count - 1.0) * (end - start));
        }

        return line;
    }

    private void ThrowIfNoTimestep(double timestep)
    {
        if (!(timestep >= 0 && timestep <= TrainingSteps - 1))
        {
            throw new ArgumentOutOfRangeException(nameof(timestep), timestep, $"The schedule runs from 0 to {TrainingSteps - 1}.");
        }
    }
}
