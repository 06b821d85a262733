using System.Text.Json;

namespace BelmAgent.Sampling.Tests;

public sealed class SchedulerConfigTests
{
    /// <summary>scheduler/scheduler_config.json of Stable Diffusion 1.5.</summary>
    private const string StableDiffusion15 = """
        {
          "_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0",
          "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000,
          "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null, "clip_sample": false
        }
        """;

    /// <summary>scheduler/scheduler_config.json of Stable Diffusion 2.1 (768 px).</summary>
    private const string StableDiffusion21 = """
        {
          "_class_name": "DDIMScheduler", "_diffusers_version": "0.8.0",
          "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "clip_sample": false,
          "num_train_timesteps": 1000, "prediction_type": "v_prediction", "set_alpha_to_one": false,
          "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null
        }
        """;

    private static readonly SchedulerConfig _stableDiffusion = new()
    {
        BetaSchedule = BetaSchedule.ScaledLinear,
        BetaStart = 0.00085,
        BetaEnd = 0.012,
        StepsOffset = 1,
        SetAlphaToOne = false,
    };

    [Fact]
    public void Stable_diffusion_15_is_read() => Assert.Equal(_stableDiffusion, SchedulerConfig.Parse(StableDiffusion15));

    [Fact]
    public void Stable_diffusion_21_predicts_velocity()
        => Assert.Equal(_stableDiffusion with { PredictionType = PredictionType.VPrediction }, SchedulerConfig.Parse(StableDiffusion21));

    [Fact]
    public void Keys_left_out_take_the_defaults_of_diffusers()
    {
        SchedulerConfig config = SchedulerConfig.Parse("""{ "_class_name": "DDIMScheduler" }""");

        Assert.Equal(1000, config.TrainingSteps);
        Assert.Equal(BetaSchedule.Linear, config.BetaSchedule);
        Assert.Equal(0.0001, config.BetaStart);
        Assert.Equal(0.02, config.BetaEnd);
        Assert.Null(config.TrainedBetas);
        Assert.Equal(PredictionType.Epsilon, config.PredictionType);
        Assert.Equal(0, config.StepsOffset);
        Assert.True(config.SetAlphaToOne);
        Assert.Equal(TimestepSpacing.Leading, config.TimestepSpacing);
    }

    [Fact]
    public void Every_key_is_read()
    {
        SchedulerConfig config = SchedulerConfig.Parse("""
            { "num_train_timesteps": 3, "trained_betas": [0.1, 0.2, 0.3], "timestep_spacing": "trailing", "steps_offset": 2 }
            """);

        Assert.Equal(3, config.TrainingSteps);
        Assert.Equal([0.1, 0.2, 0.3], config.TrainedBetas);
        Assert.Equal(TimestepSpacing.Trailing, config.TimestepSpacing);
        Assert.Equal(2, config.StepsOffset);
    }

    [Theory]
    [InlineData("prediction_type", "\"sample\"", "epsilon|v_prediction")]
    [InlineData("prediction_type", "7", "epsilon|v_prediction")]
    [InlineData("beta_schedule", "\"squaredcos_cap_v2\"", "linear|scaled_linear")]
    [InlineData("timestep_spacing", "\"Leading\"", "leading|linspace|trailing")]
    [InlineData("rescale_betas_zero_snr", "true", "false")]
    [InlineData("set_alpha_to_one", "1", "true|false")]
    [InlineData("num_train_timesteps", "1", "an integer from 2 to 1000000")]
    [InlineData("num_train_timesteps", "2000000000", "an integer from 2 to 1000000")]
    [InlineData("num_train_timesteps", "1000.5", "an integer from 2 to 1000000")]
    [InlineData("steps_offset", "-1", "an integer from 0 to 1000000")]
    [InlineData("beta_start", "0", "a number in (0, 1)")]
    [InlineData("beta_end", "\"0.012\"", "a number in (0, 1)")]
    [InlineData("trained_betas", "[0.1]", "null|an array of at least two numbers in (0, 1)")]
    public void What_cannot_be_honoured_is_refused_by_key_and_value(string key, string value, string allowed)
    {
        BelmException refusal =
            Assert.Throws<BelmException>(() => SchedulerConfig.Parse($$"""{ "_class_name": "DDIMScheduler", "{{key}}": {{value}} }"""));

        Assert.Equal("scheduler_not_usable", refusal.Code);
        Assert.Equal($"'{key}' in scheduler_config.json is {value}, but it must be {allowed.Replace("|", " or ", StringComparison.Ordinal)}", refusal.Problem);
    }

    [Fact]
    public void A_beta_within_the_list_is_checked_too()
        => Assert.Contains(" is 2, ", Assert.Throws<BelmException>(() => SchedulerConfig.Parse("""{ "trained_betas": [0.1, 2] }""")).Problem, StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_no_object_is_refused()
    {
        Assert.Equal("scheduler_not_usable", Assert.Throws<BelmException>(() => SchedulerConfig.Parse("[]")).Code);
        Assert.ThrowsAny<JsonException>(() => SchedulerConfig.Parse("{"));
    }

    [Fact]
    public void A_file_is_read()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, StableDiffusion21);
            Assert.Equal(PredictionType.VPrediction, SchedulerConfig.Load(path).PredictionType);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
