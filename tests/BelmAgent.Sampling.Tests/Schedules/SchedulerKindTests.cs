namespace BelmAgent.Sampling.Tests;

/// <summary>
/// Configs as written by common tools: those with β are read, those of other processes are refused with the key that identifies them.
/// </summary>
public sealed class SchedulerKindTests
{
    private const string Betas = "\"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\"";

    [Theory]
    [InlineData("_class_name", """{"_class_name": "ScoreSdeVeScheduler", "num_train_timesteps": 2000, "sampling_eps": 1e-05, "sigma_max": 1348, "sigma_min": 0.01, "snr": 0.15}""")]
    [InlineData("_class_name", """{"_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": 3.0}""")]
    [InlineData("_class_name", """{"_class_name": "FlowMatchHeunDiscreteScheduler", "num_train_timesteps": 1000}""")]
    [InlineData("_class_name", """{"_class_name": "EDMEulerScheduler", "sigma_data": 0.5, "sigma_max": 80.0, "sigma_min": 0.002, "prediction_type": "epsilon"}""")]
    [InlineData("_class_name", """{"_class_name": "EDMDPMSolverMultistepScheduler"}""")]
    [InlineData("_class_name", """{"_class_name": "KarrasVeScheduler", "sigma_max": 100, "sigma_min": 0.02}""")]
    [InlineData("_class_name", """{"_class_name": "ScoreSdeVpScheduler", "beta_max": 20, "beta_min": 0.1}""")]
    [InlineData("_class_name", """{"_class_name": "CMStochasticIterativeScheduler", "num_train_timesteps": 40}""")]
    [InlineData("_class_name", "{\"_class_name\": \"LCMScheduler\", " + Betas + "}")]
    [InlineData("_class_name", "{\"_class_name\": \"TCDScheduler\", " + Betas + "}")]
    [InlineData("_class_name", """{"_class_name": "IPNDMScheduler", "num_train_timesteps": 1000}""")]
    [InlineData("sigma_min", "{\"_class_name\": \"EulerDiscreteScheduler\", \"sigma_max\": 700.0, \"sigma_min\": 0.002, \"timestep_type\": \"continuous\", " + Betas + "}")]
    [InlineData("timestep_type", "{\"_class_name\": \"EulerDiscreteScheduler\", \"timestep_type\": \"continuous\", " + Betas + "}")]
    [InlineData("sigma_max", """{"sigma_max": 80.0}""")]
    [InlineData("shift", """{"num_train_timesteps": 1000, "shift": 1.0}""")]
    [InlineData("beta_min", """{"beta_min": 0.1, "beta_max": 20}""")]
    [InlineData("use_flow_sigmas", "{\"_class_name\": \"UniPCMultistepScheduler\", \"use_flow_sigmas\": true, " + Betas + "}")]
    [InlineData("use_dynamic_shifting", "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"use_dynamic_shifting\": true, " + Betas + "}")]
    [InlineData("prediction_type", "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"prediction_type\": \"flow_prediction\", " + Betas + "}")]
    [InlineData("beta_start", "{}")]
    [InlineData("beta_start", """{"num_train_timesteps": 1000, "prediction_type": "v_prediction"}""")]
    [InlineData("beta_start", """{"_class_name": "SomebodysScheduler", "num_train_timesteps": 1000}""")]
    [InlineData("beta_end", """{"_class_name": "HeunDiscreteScheduler", "beta_start": 0.00085}""")]
    public void Another_process_is_refused_by_the_key_that_says_so(string key, string json)
    {
        BelmException refusal = Assert.Throws<BelmException>(() => SchedulerConfig.Parse(json));

        Assert.Equal("scheduler_not_usable", refusal.Code);
        Assert.StartsWith($"'{key}' in ", refusal.Problem, StringComparison.Ordinal);
        Assert.Matches("but it must be .", refusal.Problem);
    }

    [Theory]
    [InlineData("{\"_class_name\": \"DPMSolverMultistepScheduler\", \"use_karras_sigmas\": true, \"final_sigmas_type\": \"zero\", \"flow_shift\": 1.0, \"use_flow_sigmas\": false, " + Betas + "}")]
    [InlineData("{\"_class_name\": \"EulerDiscreteScheduler\", \"sigma_max\": null, \"sigma_min\": null, \"timestep_type\": \"discrete\", \"rescale_betas_zero_snr\": false, " + Betas + "}")]
    [InlineData("{\"_class_name\": \"UniPCMultistepScheduler\", \"use_dynamic_shifting\": false, \"shift_terminal\": null, \"time_shift_type\": \"exponential\", " + Betas + "}")]
    [InlineData("{\"_class_name\": \"SomebodysScheduler\", " + Betas + "}")]
    [InlineData("{" + Betas + "}")]
    public void What_is_over_betas_is_read_whatever_class_and_sampling_it_names(string json)
    {
        SchedulerConfig config = SchedulerConfig.Parse(json);

        Assert.Equal((0.00085, 0.012, BetaSchedule.ScaledLinear), (config.BetaStart, config.BetaEnd, config.BetaSchedule));
    }

    [Theory]
    [InlineData("DDIMScheduler")]
    [InlineData("DDPMScheduler")]
    [InlineData("PNDMScheduler")]
    public void Defaults_are_taken_of_classes_whose_defaults_they_are(string name)
    {
        SchedulerConfig config = SchedulerConfig.Parse($$"""{"_class_name": "{{name}}"}""");

        Assert.Equal((0.0001, 0.02, BetaSchedule.Linear), (config.BetaStart, config.BetaEnd, config.BetaSchedule));
    }
}
