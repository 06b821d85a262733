using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>The training settings in a model's scheduler config.</summary>
/// <param name="PredictionType">The quantity that the network predicts, such as epsilon or v_prediction.</param>
/// <param name="TrainingSteps">Number of training steps T.</param>
/// <param name="BetaSchedule">The growth of β; "trained" if each β is listed.</param>
/// <param name="BetaStart">The first β.</param>
/// <param name="BetaEnd">The last β.</param>
/// <param name="TimestepSpacing">The distribution of steps over the training steps.</param>
public sealed record SchedulerReport(
    [property: JsonPropertyName("prediction_type")] string PredictionType,
    [property: JsonPropertyName("num_train_timesteps")] int TrainingSteps,
    [property: JsonPropertyName("beta_schedule")] string BetaSchedule,
    [property: JsonPropertyName("beta_start")] double BetaStart,
    [property: JsonPropertyName("beta_end")] double BetaEnd,
    [property: JsonPropertyName("timestep_spacing")] string TimestepSpacing);
