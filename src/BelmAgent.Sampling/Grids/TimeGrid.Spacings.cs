namespace BelmAgent.Sampling;

public sealed partial class TimeGrid
{
    /// <summary>Creates BELM's own grid: t = round(linspace(0, T − 1, N)), ties to even as in numpy.</summary>
    /// <param name="schedule">The model's training noise.</param>
    /// <param name="steps">N, at least 1.</param>
    /// <param name="clean">The meaning of node 0. Default: the noiseless picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">N is less than 1.</exception>
    /// <exception cref="BelmException"><c>invalid_time_grid</c>: two nodes coincide: N exceeds T, or node 1 equals the clean node.</exception>
    public static TimeGrid Linspace(NoiseSchedule schedule, int steps, CleanNode clean = CleanNode.AlphaOne)
        => FromTimesteps(schedule, LinspaceTimesteps(schedule, steps), clean);

    /// <summary>
    /// Creates a <see cref="Linspace"/> grid without rounding: steps change smoothly, as κ ≠ 1 requires. The network must accept
    /// fractional timesteps.
    /// </summary>
    /// <inheritdoc cref="Linspace"/>
    public static TimeGrid Fractional(NoiseSchedule schedule, int steps, CleanNode clean = CleanNode.AlphaOne)
        => FromTimesteps(schedule, UniformTimesteps(schedule, steps), clean);

    /// <summary>Creates diffusers' leading grid: t = j·⌊T/N⌋ + offset, j = 0 … N − 1.</summary>
    /// <param name="schedule">The model's training noise.</param>
    /// <param name="steps">N, at least 1.</param>
    /// <param name="offset">diffusers' <c>steps_offset</c>, at least 0; Stable Diffusion's is 1.</param>
    /// <param name="clean">The meaning of node 0. Default: the noiseless picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">N is less than 1, or the offset less than 0.</exception>
    /// <exception cref="BelmException">
    /// <c>invalid_time_grid</c>: two nodes coincide (nodes 0 and 1 do with offset 0 and <see cref="CleanNode.FirstTrainingStep"/>), or one lies beyond the
    /// schedule.
    /// </exception>
    public static TimeGrid Leading(NoiseSchedule schedule, int steps, int offset, CleanNode clean = CleanNode.AlphaOne)
        => FromTimesteps(schedule, LeadingTimesteps(schedule, steps, offset), clean);

    /// <summary>Creates diffusers' trailing grid: t = round(T − j·T/N) − 1, j = N − 1 … 0; it ends at the last training step.</summary>
    /// <inheritdoc cref="Linspace"/>
    public static TimeGrid Trailing(NoiseSchedule schedule, int steps, CleanNode clean = CleanNode.AlphaOne)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var stride = (double)schedule.TrainingSteps / steps;
        return FromTimesteps(
            schedule,
            Timesteps(steps, j => Math.Round(schedule.TrainingSteps - ((steps - 1 - j) * stride), MidpointRounding.ToEven) - 1),
            clean);
    }

    /// <summary>
    /// Creates a grid that is uniform in log σ̄ (the log signal-to-noise ratio), from the first training step (node 0) to the last.
    /// </summary>
    /// <param name="schedule">The model's training noise.</param>
    /// <param name="steps">N, at least 1.</param>
    /// <remarks>Resolves the low-noise end best. Node 0 is <see cref="CleanNode.FirstTrainingStep"/>: log σ̄ has no noiseless end.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">N is less than 1.</exception>
    public static TimeGrid LogSnr(NoiseSchedule schedule, int steps)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double low = Math.Log(schedule.SigmaBar(0)), high = Math.Log(schedule.SigmaBar(schedule.TrainingSteps - 1));
        return new(schedule, [
            Clean(schedule, CleanNode.FirstTrainingStep),
            .. Enumerable.Range(1, steps).Select(i => AtSigmaBar(schedule, i, Math.Exp(double.Lerp(low, high, (double)i / steps))))]);
    }

    /// <summary>
    /// Creates the grid of Karras et al. (2022): σ̄^(1/ρ) is uniform from the first training step (node 1) to the last, after a
    /// noiseless node 0.
    /// </summary>
    /// <param name="schedule">The model's training noise.</param>
    /// <param name="steps">N, at least 2.</param>
    /// <param name="rho">ρ, at least 1: 7 concentrates nodes at low noise, 2 less so, 1 is uniform in σ̄. Default: 7.</param>
    /// <exception cref="ArgumentOutOfRangeException">N is less than 2, or ρ less than 1 or not finite.</exception>
    public static TimeGrid Karras(NoiseSchedule schedule, int steps, double rho = 7)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (!(rho >= 1 && double.IsFinite(rho)))
        {
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "ρ must be finite and at least 1.");
        }

        double low = Math.Pow(schedule.SigmaBar(0), 1 / rho), high = Math.Pow(schedule.SigmaBar(schedule.TrainingSteps - 1), 1 / rho);
        return new(schedule, [
            Clean(schedule, CleanNode.AlphaOne),
            .. Enumerable.Range(1, steps).Select(i => AtSigmaBar(schedule, i, Math.Pow(double.Lerp(low, high, (i - 1.0) / (steps - 1)), rho)))]);
    }

    /// <summary>Creates the grid that a model's configuration asks for, as diffusers does: with its spacing, offset and clean node.</summary>
    /// <param name="config">The model's scheduler configuration.</param>
    /// <param name="steps">diffusers' <c>num_inference_steps</c>, at least 1.</param>
    /// <returns>
    /// A grid of that many steps, or one step fewer: with <c>set_alpha_to_one: false</c> diffusers' step from timestep 0 to ᾱ₀ changes
    /// nothing, and a grid has no step of length zero.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">N is less than 1, or no step remains.</exception>
    /// <exception cref="BelmException"><c>invalid_time_grid</c>: two nodes coincide, or one lies beyond the schedule.</exception>
    public static TimeGrid FromConfig(SchedulerConfig config, int steps)
    {
        ArgumentNullException.ThrowIfNull(config);
        var schedule = NoiseSchedule.FromConfig(config);
        var clean = config.SetAlphaToOne ? CleanNode.AlphaOne : CleanNode.FirstTrainingStep;
        return config.TimestepSpacing switch
        {
            TimestepSpacing.Linspace => FromTimesteps(schedule, WithoutStandstill(LinspaceTimesteps(schedule, steps), clean), clean),
            TimestepSpacing.Trailing => Trailing(schedule, steps, clean),
            _ => FromTimesteps(schedule, WithoutStandstill(LeadingTimesteps(schedule, steps, config.StepsOffset), clean), clean),
        };
    }

    private static ReadOnlySpan<double> WithoutStandstill(double[] timesteps, CleanNode clean)
        => clean == CleanNode.FirstTrainingStep && timesteps[0] == 0 ? timesteps.AsSpan(1) : timesteps;

    /// <summary>Creates a grid over any timesteps.</summary>
    /// <param name="schedule">The model's training noise.</param>
    /// <param name="timesteps">Timesteps of nodes 1 … N in training steps, strictly increasing, 0 to T − 1; fractions are allowed.</param>
    /// <param name="clean">The meaning of node 0. Default: the noiseless picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no timestep.</exception>
    /// <exception cref="BelmException"><c>invalid_time_grid</c>: two nodes coincide or decrease, or one lies beyond the schedule.</exception>
    public static TimeGrid FromTimesteps(NoiseSchedule schedule, ReadOnlySpan<double> timesteps, CleanNode clean = CleanNode.AlphaOne)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(timesteps.Length, 1, nameof(timesteps));
        var nodes = new TimeNode[timesteps.Length + 1];
        nodes[0] = Clean(schedule, clean);
        for (var i = 1; i < nodes.Length; i++)
        {
            nodes[i] = AtTimestep(schedule, i, timesteps[i - 1]);
        }

        return new(schedule, nodes);
    }

    private static double[] LinspaceTimesteps(NoiseSchedule schedule, int steps)
        => Array.ConvertAll(UniformTimesteps(schedule, steps), t => Math.Round(t, MidpointRounding.ToEven));

    private static double[] LeadingTimesteps(NoiseSchedule schedule, int steps, int offset)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var stride = schedule.TrainingSteps / steps;
        return Timesteps(steps, j => (j * stride) + offset);
    }

    private static double[] UniformTimesteps(NoiseSchedule schedule, int steps)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double last = schedule.TrainingSteps - 1;
        var stride = last / Math.Max(steps - 1, 1);
        return Timesteps(steps, j => j > 0 && j == steps - 1 ? last : j * stride);
    }

    private static double[] Timesteps(int steps, Func<int, double> at) => [.. Enumerable.Range(0, steps).Select(at)];

    private static TimeNode Clean(NoiseSchedule schedule, CleanNode clean)
        => clean == CleanNode.AlphaOne ? new(0, Timestep: 1, Alpha: 1, Sigma: 0) : AtTimestep(schedule, 0, 0);

    private static TimeNode AtTimestep(NoiseSchedule schedule, int index, double timestep)
    {
        if (!(timestep >= 0 && timestep <= schedule.TrainingSteps - 1))
        {
            throw Invalid(index, timestep, $"the schedule runs from 0 to {schedule.TrainingSteps - 1}");
        }

        if (!double.IsInteger(timestep))
        {
            return AtSigmaBar(schedule, index, schedule.SigmaBar(timestep)) with { Timestep = timestep };
        }

        var alphaBar = schedule.AlphaBar((int)timestep);
        return new(index, timestep, Math.Sqrt(alphaBar), Math.Sqrt(1 - alphaBar));
    }

    private static TimeNode AtSigmaBar(NoiseSchedule schedule, int index, double sigmaBar)
    {
        var alpha = 1 / Math.Sqrt(1 + (sigmaBar * sigmaBar));
        return new(index, schedule.TimestepAt(sigmaBar), alpha, sigmaBar * alpha);
    }

    private static BelmException Invalid(int node, double timestep, string reason) => new(
        "invalid_time_grid", ErrorKind.InvalidInput, $"Node {node} (timestep {timestep}) does not fit a time grid ({reason})", "give fewer steps, or other timesteps");
}
