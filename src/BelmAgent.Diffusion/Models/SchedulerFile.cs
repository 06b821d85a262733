using System.Text.Json;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Models;

/// <summary>Reads a model's <c>scheduler/scheduler_config.json</c>, reporting faults as those of a model file.</summary>
public static class SchedulerFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="ModelFileMissingException">The file does not exist.</exception>
    /// <exception cref="ModelFileBrokenException">The file is damaged, or no sampler here supports its settings.</exception>
    public static SchedulerConfig Load(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = folder.Require("scheduler/scheduler_config.json", "the noise schedule");
        try
        {
            var config = SchedulerConfig.Parse(ModelJson.ReadText(path));
            var schedule = NoiseSchedule.FromConfig(config);
            return double.IsFinite(schedule.SigmaBar(schedule.TrainingSteps - 1))
                ? config
                : throw new ModelFileBrokenException(path, "its betas are so large that nothing of a picture is left");
        }
        catch (SchedulerConfigException e)
        {
            throw new ModelFileBrokenException(path, $"'{e.Key}' is {e.Value}, and it must be {string.Join(" or ", e.Allowed)}", e, "use a model that was trained so, or correct the file where it is wrong about its model");
        }
        catch (JsonException e)
        {
            throw new ModelFileBrokenException(path, "not JSON", e);
        }
    }
}
