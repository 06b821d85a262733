using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>What a model's scheduler config says of its training.</summary>
/// <param name="PredictionType">What the network predicts, such as epsilon or v_prediction.</param>
/// <param name="TrainingSteps">Steps T of its training.</param>
/// <param name="BetaSchedule">How β grows; "trained" where each is listed.</param>
/// <param name="BetaStart">The first β.</param>
/// <param name="BetaEnd">The last β.</param>
/// <param name="TimestepSpacing">How steps are laid over the training steps.</param>
public sealed record SchedulerReport(
    [property: JsonPropertyName("prediction_type")] string PredictionType,
    [property: JsonPropertyName("num_train_timesteps")] int TrainingSteps,
    [property: JsonPropertyName("beta_schedule")] string BetaSchedule,
    [property: JsonPropertyName("beta_start")] double BetaStart,
    [property: JsonPropertyName("beta_end")] double BetaEnd,
    [property: JsonPropertyName("timestep_spacing")] string TimestepSpacing);
