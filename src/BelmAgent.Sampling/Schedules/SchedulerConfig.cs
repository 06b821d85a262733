using System.Text.Json;

namespace BelmAgent.Sampling;

/// <summary>The training noise and time grid described by a model's <c>scheduler/scheduler_config.json</c>.</summary>
/// <remarks>
/// Missing keys take the defaults of diffusers' <c>DDIMScheduler</c>, provided the file identifies variance-preserving noise by its β
/// or by the name of its class. Keys that no sampler here needs (<c>clip_sample</c>, <c>use_karras_sigmas</c>, …) are ignored.
/// Immutable and safe to share between threads.
/// </remarks>
public sealed record SchedulerConfig
{
    // Far more than any model was trained with; a schedule holds numbers for each.
    private const int MaxTrainingSteps = 1_000_000;

    /// <summary>Gets <c>num_train_timesteps</c>: the number of training steps T, 2 to 1 000 000. Default: 1000.</summary>
    public int TrainingSteps { get; init; } = 1000;

    /// <summary>Gets <c>beta_schedule</c>: the growth of β. Default: linear.</summary>
    public BetaSchedule BetaSchedule { get; init; } = BetaSchedule.Linear;

    /// <summary>Gets <c>beta_start</c>: β of the first training step, in (0, 1). Default: 0.0001.</summary>
    public double BetaStart { get; init; } = 0.0001;

    /// <summary>Gets <c>beta_end</c>: β of the last training step, in (0, 1). Default: 0.02.</summary>
    public double BetaEnd { get; init; } = 0.02;

    /// <summary>Gets <c>trained_betas</c>: every β in (0, 1), in place of a schedule. Default: null, none.</summary>
    public IReadOnlyList<double>? TrainedBetas { get; init; }

    /// <summary>Gets <c>prediction_type</c>: the quantity that the network predicts. Default: epsilon.</summary>
    public PredictionType PredictionType { get; init; } = PredictionType.Epsilon;

    /// <summary>Gets <c>steps_offset</c>: an offset added to each timestep of a leading grid, 0 to 1 000 000. Default: 0.</summary>
    public int StepsOffset { get; init; }

    /// <summary>Gets <c>set_alpha_to_one</c>: whether the clean node is noiseless rather than ᾱ₀. Default: true.</summary>
    public bool SetAlphaToOne { get; init; } = true;

    /// <summary>Gets <c>timestep_spacing</c>: how steps are distributed over the training steps. Default: leading.</summary>
    public TimestepSpacing TimestepSpacing { get; init; } = TimestepSpacing.Leading;

    /// <summary>Reads the text of a scheduler_config.json.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="BelmException"><c>scheduler_not_usable</c>: a key has a value of the wrong type or range, or a value that is not supported here.</exception>
    public static SchedulerConfig Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        SchedulerConfigReader reader = new(document.RootElement);
        SchedulerKind.Check(reader);
        SchedulerConfig defaults = new();
        return new()
        {
            TrainingSteps = reader.Integer("num_train_timesteps", defaults.TrainingSteps, least: 2, MaxTrainingSteps),
            BetaSchedule = reader.Choice("beta_schedule", defaults.BetaSchedule),
            BetaStart = reader.Beta("beta_start", defaults.BetaStart),
            BetaEnd = reader.Beta("beta_end", defaults.BetaEnd),
            TrainedBetas = reader.Betas("trained_betas"),
            PredictionType = reader.Choice("prediction_type", defaults.PredictionType),
            StepsOffset = reader.Integer("steps_offset", defaults.StepsOffset, least: 0, MaxTrainingSteps),
            SetAlphaToOne = reader.Boolean("set_alpha_to_one", defaults.SetAlphaToOne),
            TimestepSpacing = reader.Choice("timestep_spacing", defaults.TimestepSpacing),
        };
    }

    /// <summary>Reads a scheduler_config.json.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    /// <exception cref="BelmException"><c>scheduler_not_usable</c>: a key has a value of the wrong type or range, or a value that is not supported here.</exception>
    public static SchedulerConfig Load(string path) => Parse(File.ReadAllText(path));
}

/// <summary>The growth of the training noise from <c>beta_start</c> to <c>beta_end</c>.</summary>
public enum BetaSchedule
{
    /// <summary>β grows linearly (DDPM).</summary>
    Linear,

    /// <summary>√β grows linearly (Stable Diffusion).</summary>
    ScaledLinear,
}

/// <summary>The quantity that the network was trained to predict.</summary>
public enum PredictionType
{
    /// <summary>The noise ε of x = α·x₀ + σ·ε.</summary>
    Epsilon,

    /// <summary>The velocity v = α·ε − σ·x₀, so that ε = α·v + σ·x (Salimans and Ho 2022; SD 2.1 at 768 px).</summary>
    VPrediction,
}

/// <summary>The distribution of a sampler's steps over the training steps; diffusers' <c>timestep_spacing</c>.</summary>
public enum TimestepSpacing
{
    /// <summary>t = j·⌊T/N⌋ + offset: <see cref="TimeGrid.Leading"/>.</summary>
    Leading,

    /// <summary>t = round(linspace(0, T − 1, N)): <see cref="TimeGrid.Linspace"/>.</summary>
    Linspace,

    /// <summary>t = round(T − j·T/N) − 1: <see cref="TimeGrid.Trailing"/>.</summary>
    Trailing,
}
