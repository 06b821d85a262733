using System.Text.Json;

namespace BelmAgent.Sampling;

/// <summary>What a model's <c>scheduler/scheduler_config.json</c> says of its training noise and its time grid.</summary>
/// <remarks>
/// Keys that the file leaves out take the defaults of diffusers' <c>DDIMScheduler</c>, as long as the file says that the noise is one of
/// variance-preserving β at all: by its β or by the name of its class. Keys that no sampler here needs (<c>clip_sample</c>,
/// <c>use_karras_sigmas</c>, …) are ignored. Immutable and safe to share between threads.
/// </remarks>
public sealed record SchedulerConfig
{
    // Far more than any model was trained on; a schedule holds numbers for each.
    private const int MostTrainingSteps = 1_000_000;

    /// <summary><c>num_train_timesteps</c>: training steps T, 2 to 1 000 000. Default: 1000.</summary>
    public int TrainingSteps { get; init; } = 1000;

    /// <summary><c>beta_schedule</c>: how β grows. Default: linear.</summary>
    public BetaSchedule BetaSchedule { get; init; } = BetaSchedule.Linear;

    /// <summary><c>beta_start</c>: β of the first training step, in (0, 1). Default: 0.0001.</summary>
    public double BetaStart { get; init; } = 0.0001;

    /// <summary><c>beta_end</c>: β of the last training step, in (0, 1). Default: 0.02.</summary>
    public double BetaEnd { get; init; } = 0.02;

    /// <summary><c>trained_betas</c>: every β in (0, 1), in place of a schedule. Default: null, none.</summary>
    public IReadOnlyList<double>? TrainedBetas { get; init; }

    /// <summary><c>prediction_type</c>: what the network predicts. Default: epsilon.</summary>
    public PredictionType PredictionType { get; init; } = PredictionType.Epsilon;

    /// <summary><c>steps_offset</c>: added to each timestep of a leading grid, 0 to 1 000 000. Default: 0.</summary>
    public int StepsOffset { get; init; }

    /// <summary><c>set_alpha_to_one</c>: whether the clean node is noiseless rather than ᾱ₀. Default: true.</summary>
    public bool SetAlphaToOne { get; init; } = true;

    /// <summary><c>timestep_spacing</c>: how steps are laid over the training steps. Default: leading.</summary>
    public TimestepSpacing TimestepSpacing { get; init; } = TimestepSpacing.Leading;

    /// <summary>Reads the text of a scheduler_config.json.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="BelmException"><c>scheduler_not_usable</c>: a key holds a value of the wrong type or range, or one not supported here.</exception>
    public static SchedulerConfig Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        SchedulerConfigReader reader = new(document.RootElement);
        SchedulerKind.Check(reader);
        SchedulerConfig defaults = new();
        return new()
        {
            TrainingSteps = reader.Integer("num_train_timesteps", defaults.TrainingSteps, least: 2, MostTrainingSteps),
            BetaSchedule = reader.Choice("beta_schedule", defaults.BetaSchedule),
            BetaStart = reader.Beta("beta_start", defaults.BetaStart),
            BetaEnd = reader.Beta("beta_end", defaults.BetaEnd),
            TrainedBetas = reader.Betas("trained_betas"),
            PredictionType = reader.Choice("prediction_type", defaults.PredictionType),
            StepsOffset = reader.Integer("steps_offset", defaults.StepsOffset, least: 0, MostTrainingSteps),
            SetAlphaToOne = reader.Boolean("set_alpha_to_one", defaults.SetAlphaToOne),
            TimestepSpacing = reader.Choice("timestep_spacing", defaults.TimestepSpacing),
        };
    }

    /// <summary>Reads a scheduler_config.json.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    /// <exception cref="BelmException"><c>scheduler_not_usable</c>: a key holds a value of the wrong type or range, or one not supported here.</exception>
    public static SchedulerConfig Load(string path) => Parse(File.ReadAllText(path));
}
